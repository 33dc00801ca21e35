#include "fifo"
