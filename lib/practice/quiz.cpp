#include "practice/quiz.hpp"
