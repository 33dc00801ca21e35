#include "case.cpp"
