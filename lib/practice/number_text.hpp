#pragma once

#include <string>

namespace practice {

/// A number as a person reads it: commas between thousands, no zeros at the end; six significant
/// digits, more where fewer would make it look whole, and whole numbers in full. Very large and
/// very small ones as 1.5e20.
std::string number_text(double value);
/// With so many decimals, kept when they are zeros.
std::string number_text(double value, int decimals);
/// The number as it was drawn: all digits that say something.
std::string exact_number_text(double value);

}  // namespace practice
