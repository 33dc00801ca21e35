#include "/dev/stdin"
int answer = 0;
