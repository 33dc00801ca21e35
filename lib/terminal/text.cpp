#include "terminal/text.hpp"
