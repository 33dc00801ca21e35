// A hundred thousand functions, each compiled at -O0.
#define F(number)                      \
  static int function##number(int x) { \
    return x > 1 ? x * 3 : x - 1;      \
  }
#define A(number)                                                                            \
  F(number##0)                                                                               \
  F(number##1) F(number##2) F(number##3) F(number##4) F(number##5) F(number##6) F(number##7) \
      F(number##8) F(number##9)
#define B(number)                                                                            \
  A(number##0)                                                                               \
  A(number##1) A(number##2) A(number##3) A(number##4) A(number##5) A(number##6) A(number##7) \
      A(number##8) A(number##9)
#define C(number)                                                                            \
  B(number##0)                                                                               \
  B(number##1) B(number##2) B(number##3) B(number##4) B(number##5) B(number##6) B(number##7) \
      B(number##8) B(number##9)
#define D(number)                                                                            \
  C(number##0)                                                                               \
  C(number##1) C(number##2) C(number##3) C(number##4) C(number##5) C(number##6) C(number##7) \
      C(number##8) C(number##9)
#define E(number)                                                                            \
  D(number##0)                                                                               \
  D(number##1) D(number##2) D(number##3) D(number##4) D(number##5) D(number##6) D(number##7) \
      D(number##8) D(number##9)
E(1)
