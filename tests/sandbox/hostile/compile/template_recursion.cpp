template <int n>
struct Deep {
  static constexpr int value = Deep<n + 1>::value;
};
int answer = Deep<0>::value;
