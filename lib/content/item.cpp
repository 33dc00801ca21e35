#include "content/item.hpp"
