#include SECRET
