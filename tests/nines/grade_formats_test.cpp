#include <nlohmann/json.hpp>

#include "catch.hpp"
#include "nines/grade_json.hpp"
#include "nines/grade_junit.hpp"
#include "reports.hpp"

using reports::has;

TEST_CASE("the JSON report holds verdict, tiers, findings with their timeline, and timing") {
  const auto json =
      nines::json_of(reports::manifest(), "cpp", reports::faulty(), {.number = 2, .minutes = 25});
  CHECK(json["schema"] == "nines.grade/1");
  CHECK(json["verdict"] == "FAIL");
  CHECK(json["tiers"]["required"]["passed"] == 1);
  CHECK(json["tiers"]["robust"].is_null());
  const auto& finding = json["findings"][0];
  CHECK(finding["requirement"] == "afresh");
  CHECK(finding["trace"] == "FwS");
  CHECK(finding["setting"]["successThreshold"] == 2);
  CHECK(finding["shortest"] == true);
  CHECK(finding["timeline"].size() == 3);
  CHECK(finding["timeline"][2]["step"] == "S");
  CHECK(finding["timeline"][2]["expected"]["state"] == "HALF_OPEN");
  CHECK(finding["timeline"][2]["got"]["state"] == "CLOSED");
  CHECK(finding["timeline"][2]["got"]["outcome"] == "returned");
  CHECK(finding["timeline"][2]["differs"] == true);
  CHECK(json["explored"]["every_sequence_up_to"] == 7);
  CHECK(json["timing_ms"]["total"] == 330.0);
  CHECK(json["sandbox"] == "bubblewrap + seccomp");
  CHECK(json["compiler"] == "g++ 12.2.0");
  CHECK(json["attempt"]["number"] == 2);
  CHECK(json["attempt"]["elapsed_s"].is_null());
}

TEST_CASE("JUnit gets a case per requirement, with the fault as a failure") {
  const auto xml = nines::junit_of(reports::manifest(), reports::faulty(), false);
  CHECK(has(xml, "<testsuite name=\"nines grade\" tests=\"4\" failures=\"1\" skipped=\"2\""));
  CHECK(has(xml, "name=\"opens-after-n\"/>"));
  CHECK(has(xml, "name=\"afresh\"><failure message=\"Every period counts from zero.\">"));
  CHECK(has(xml, "name=\"late-failure\"><skipped message=\"not checked\"/>"));
}

TEST_CASE("what a submission prints cannot break out of the XML") {
  auto report = reports::faulty();
  report.verdict = grader::Verdict::crashed;
  report.message = "</failure><testcase name=\"x\"/> & \x01\xff";
  report.findings[0].detail = "]]><x>";
  report.all_findings = report.findings;
  const auto xml = nines::junit_of(reports::manifest(), report, false);
  CHECK(has(xml, "&lt;/failure&gt;&lt;testcase name=&quot;x&quot;/&gt; &amp; "));
  CHECK(has(xml, "]]&gt;&lt;x&gt;"));
  CHECK_FALSE(has(xml, "\x01"));
  CHECK_FALSE(has(xml, "\xff"));
}

TEST_CASE("the robust tier fails JUnit's cases only when it decides") {
  auto report = reports::sound();
  report.robust = {{"late-failure", grader::RobustResult::Status::failed, "x.hpp:12"},
                   {"data-races", grader::RobustResult::Status::passed, ""}};
  CHECK(has(nines::junit_of(reports::manifest(), report, false), "failures=\"0\" skipped=\"1\""));
  CHECK(has(nines::junit_of(reports::manifest(), report, true), "failures=\"1\" skipped=\"0\""));
}
