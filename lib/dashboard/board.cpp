#include "dashboard/board.hpp"

#include <future>
#include <utility>

#include "dashboard/live_json.hpp"

namespace dashboard {

Picture make_picture(Live live) {
  auto whole = live_json(live, LogPart::all);
  auto news = live_json(live, LogPart::new_ones);
  return {std::move(live), std::move(whole), std::move(news)};
}

void Board::publish(Picture picture) {
  auto shared = std::make_shared<const Picture>(std::move(picture));
  {
    const std::lock_guard lock(mutex_);
    latest_.swap(shared);
  }
  published_.notify_all();
}

std::shared_ptr<const Picture> Board::latest() const {
  const std::lock_guard lock(mutex_);
  return latest_;
}

std::shared_ptr<const Picture> Board::wait_newer(std::uint64_t number,
                                                 std::chrono::milliseconds timeout) const {
  std::unique_lock lock(mutex_);
  const auto is_newer = [&] { return latest_ && latest_->live.number > number; };
  published_.wait_for(lock, timeout, [&] { return is_closed_ || is_newer(); });
  return !is_closed_ && is_newer() ? latest_ : nullptr;
}

bool Board::post(Control control) {
  {
    const std::lock_guard lock(mutex_);
    if (is_closed_ || controls_.size() >= controls_waiting_max) return false;
    controls_.push_back(std::move(control));
  }
  posted_.notify_one();
  return true;
}

std::vector<Control> Board::wait_controls(std::chrono::milliseconds timeout) {
  std::unique_lock lock(mutex_);
  posted_.wait_for(lock, timeout, [this] { return is_closed_ || !controls_.empty(); });
  return std::exchange(controls_, {});
}

std::optional<std::string> Board::ask_report(std::chrono::milliseconds timeout) {
  // Shared with the answer, which may come after nobody waits any more.
  auto promise = std::make_shared<std::promise<std::string>>();
  auto answer = promise->get_future();
  // Not kept here: a question that is thrown away is a broken promise, at once.
  if (!post(AskReport{[promise = std::move(promise)](std::string json) {
        promise->set_value(std::move(json));
      }})) {
    return std::nullopt;
  }
  if (answer.wait_for(timeout) != std::future_status::ready) return std::nullopt;
  try {
    return answer.get();
  } catch (const std::future_error&) {
    return std::nullopt;  // the board was closed before anybody answered
  }
}

void Board::close() {
  {
    const std::lock_guard lock(mutex_);
    is_closed_ = true;
    controls_.clear();
  }
  published_.notify_all();
  posted_.notify_all();
}

bool Board::is_closed() const {
  const std::lock_guard lock(mutex_);
  return is_closed_;
}

}  // namespace dashboard
