// Two new instantiations for each: 2^25 in the end, while the depth stays within bounds.
template <int depth, long path>
struct Tree {
  static constexpr long value =
      Tree<depth - 1, path * 2>::value + Tree<depth - 1, path * 2 + 1>::value;
};
template <long path>
struct Tree<0, path> {
  static constexpr long value = path;
};
long answer = Tree<25, 1>::value;
