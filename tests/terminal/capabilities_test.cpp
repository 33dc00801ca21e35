#include "terminal/capabilities.hpp"

#include "catch.hpp"

using namespace terminal;

namespace {

Environment xterm() {
  return {.input_is_terminal = true,
          .output_is_terminal = true,
          .error_is_terminal = true,
          .term = "xterm-256color",
          .utf8 = true};
}

}  // namespace

TEST_CASE("a capable terminal gets keys, line editing and colour") {
  const Capabilities can = capabilities(xterm(), {});
  CHECK(can.interactive);
  CHECK(can.single_key);
  CHECK(can.line_editing);
  CHECK(can.color_output);
  CHECK(can.color_error);
  CHECK(can.utf8);
  CHECK_FALSE(can.screen_reader);
}

TEST_CASE("a dumb terminal and one without a name get lines and no colour") {
  for (const char* term : {"dumb", ""}) {
    Environment environment = xterm();
    environment.term = term;
    const Capabilities can = capabilities(environment, {});
    CHECK(can.interactive);
    CHECK_FALSE(can.single_key);
    CHECK_FALSE(can.line_editing);
    CHECK_FALSE(can.color_output);
  }
}

TEST_CASE("with input or output elsewhere there is nobody to ask") {
  Environment piped_in = xterm();
  piped_in.input_is_terminal = false;
  CHECK_FALSE(capabilities(piped_in, {}).interactive);
  CHECK_FALSE(capabilities(piped_in, {}).single_key);
  CHECK(capabilities(piped_in, {}).color_output);

  Environment piped_out = xterm();
  piped_out.output_is_terminal = false;
  CHECK_FALSE(capabilities(piped_out, {}).interactive);
}

TEST_CASE("the colour of standard output and of standard error are decided apart") {
  Environment environment = xterm();
  environment.output_is_terminal = false;
  CHECK_FALSE(capabilities(environment, {}).color_output);
  CHECK(capabilities(environment, {}).color_error);
  environment = xterm();
  environment.error_is_terminal = false;
  CHECK(capabilities(environment, {}).color_output);
  CHECK_FALSE(capabilities(environment, {}).color_error);
}

TEST_CASE("colour is forced and forbidden by the environment, and forbidding wins") {
  Environment environment = xterm();
  environment.no_color = true;
  CHECK_FALSE(capabilities(environment, {}).color_output);
  environment.force_color = true;
  CHECK_FALSE(capabilities(environment, {}).color_output);
  environment.no_color = false;
  environment.output_is_terminal = false;
  environment.term = "dumb";
  CHECK(capabilities(environment, {}).color_output);
  CHECK_FALSE(capabilities(environment, {.no_color = true}).color_output);
}

TEST_CASE("plain is as if the output were a pipe") {
  const Capabilities can = capabilities(xterm(), {.plain = true});
  CHECK_FALSE(can.interactive);
  CHECK_FALSE(can.single_key);
  CHECK_FALSE(can.color_output);
}

TEST_CASE("a screen reader gets whole lines without an escape sequence") {
  Environment asked_by_environment = xterm();
  asked_by_environment.accessible = true;
  for (const Capabilities& can :
       {capabilities(xterm(), {.screen_reader = true}), capabilities(asked_by_environment, {})}) {
    CHECK(can.screen_reader);
    CHECK(can.interactive);
    CHECK_FALSE(can.single_key);
    CHECK_FALSE(can.line_editing);
    CHECK_FALSE(can.color_output);
  }
}
