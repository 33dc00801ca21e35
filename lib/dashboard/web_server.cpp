#include "dashboard/web_server.hpp"

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <csignal>
#include <cstring>
#include <fmt/format.h>
#include <httplib.h>
#include <string_view>
#include <sys/socket.h>
#include <thread>
#include <utility>

#include "base/error.hpp"
#include "dashboard/connection_threads.hpp"
#include "dashboard/exposition.hpp"
#include "dashboard/live_json.hpp"
#include "dashboard/metrics.hpp"
#include "dashboard/page_files.hpp"
#include "dashboard/web_guard.hpp"

namespace dashboard {
namespace {

using namespace std::chrono_literals;

// A stream holds a thread as long as it lives, a connection that says nothing holds one for a
// second; these are left for such, and for requests.
constexpr std::size_t request_threads = 512;
// Connections that come faster than they are taken. The library's own is 5, and each beyond it
// tries again a second later.
constexpr int backlog = 512;
constexpr std::size_t control_bytes_max = 4096;
// What a client that does not read may leave with us, before writing to it blocks.
constexpr int send_buffer_bytes = 128 * 1024;
constexpr auto stream_tick = 500ms;
constexpr auto heartbeat_every = 2s;
constexpr auto report_wait = 5s;
constexpr auto farewell_wait = 1s;
constexpr const char* json_type = "application/json";
constexpr const char* event_type = "text/event-stream";

httplib::Headers common_headers() {
  return {{"Cache-Control", "no-store"},
          {"Content-Security-Policy",
           "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
           "img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"},
          {"Cross-Origin-Resource-Policy", "same-origin"},
          {"Referrer-Policy", "no-referrer"},
          {"X-Content-Type-Options", "nosniff"}};
}

void refuse_request(httplib::Response& response, int status, const std::string& why) {
  response.status = status;
  response.set_content(error_json(why), json_type);
}

// The library's own limit reads a long body to its end, and none at all holds for a chunked one.
bool has_bounded_body(const httplib::Request& request) {
  if (request.has_header("Transfer-Encoding")) return false;
  const auto text = request.get_header_value("Content-Length");
  if (text.empty()) return true;
  std::size_t length = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), length);
  return error == std::errc{} && end == text.data() + text.size() && length <= control_bytes_max;
}

bool is_json_type(const std::string& content_type) {
  return content_type.substr(0, content_type.find(';')) == json_type;
}

bool knows_service(const Live& live, const std::string& name) {
  const auto& services = live.snapshot.services;
  return std::any_of(services.begin(), services.end(),
                     [&name](const auto& service) { return service.node.name == name; });
}

std::string server_sent(const Picture& picture, const std::string& json) {
  return fmt::format("id: {}\ndata: {}\n\n", picture.live.number, json);
}

}  // namespace

class WebServer::Server {
 public:
  Server(const ServeAddress& address, Board& board) : address_(address), board_(board) {
    set_up();
    set_routes();
    bind();
    // Before the first client can come, so that stop() finds it listening.
    thread_ = std::thread([this] { http_.listen_after_bind(); });
    while (!http_.is_running()) std::this_thread::sleep_for(1ms);
  }

  ~Server() { stop(); }
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  const ServeAddress& address() const { return address_; }

  void stop() {
    if (!thread_.joinable()) return;
    board_.close();
    // The library cuts streams off in the middle; an open one has its say first, unless its client
    // does not read.
    const auto patience = std::chrono::steady_clock::now() + farewell_wait;
    while (streams_ > 0 && std::chrono::steady_clock::now() < patience)
      std::this_thread::sleep_for(1ms);
    http_.stop();
    thread_.join();
  }

 private:
  /// The library ignores SIGPIPE for the whole process; what was before is put back at the end.
  struct SigpipeKept {
    SigpipeKept() { ::sigaction(SIGPIPE, nullptr, &before); }
    ~SigpipeKept() { ::sigaction(SIGPIPE, &before, nullptr); }
    SigpipeKept(const SigpipeKept&) = delete;
    SigpipeKept& operator=(const SigpipeKept&) = delete;

    struct sigaction before{};
  };

  /// One client's stream.
  struct Stream {
    explicit Stream(std::atomic<std::size_t>& count) : open(count) {}
    ~Stream() { --open; }
    Stream(const Stream&) = delete;
    Stream& operator=(const Stream&) = delete;

    std::atomic<std::size_t>& open;
    std::uint64_t number = 0;
    std::chrono::steady_clock::time_point written = std::chrono::steady_clock::now();
  };

  void set_up() {
    http_.new_task_queue = [] { return new ConnectionThreads(web_streams_max + request_threads); };
    // The library's own options let a second server take the same port.
    http_.set_socket_options([this](int socket) {
      listening_ = socket;
      const int on = 1;
      ::setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
      ::setsockopt(socket, SOL_SOCKET, SO_SNDBUF, &send_buffer_bytes, sizeof send_buffer_bytes);
    });
    http_.set_tcp_nodelay(true);
    // An idle connection holds a thread too, and stop() waits for it.
    http_.set_keep_alive_max_count(1);
    http_.set_keep_alive_timeout(1);
    http_.set_read_timeout(2s);
    http_.set_write_timeout(1s);
    http_.set_payload_max_length(control_bytes_max);
    http_.set_default_headers(common_headers());
    http_.set_pre_routing_handler(
        [this](const httplib::Request& request, httplib::Response& response) {
          return admit(request, response);
        });
    http_.set_error_handler([](const httplib::Request&, httplib::Response& response) {
      if (response.body.empty()) {
        response.set_content(error_json(fmt::format("status {}", response.status)), json_type);
      }
    });
  }

  httplib::Server::HandlerResponse admit(const httplib::Request& request,
                                         httplib::Response& response) const {
    const auto host = request.get_header_value("Host");
    const auto site = request.get_header_value("Sec-Fetch-Site");
    if (!is_own_host(host, address_.host)) {
      refuse_request(response, 403, "the Host is not this server's");
    } else if (request.has_header("Origin") &&
               !is_own_origin(request.get_header_value("Origin"), host)) {
      refuse_request(response, 403, "the Origin is not this page's");
    } else if (request.method != "GET" && !site.empty() && site != "same-origin" &&
               site != "none") {
      refuse_request(response, 403, "the request comes from another site");
    } else if (!has_bounded_body(request)) {
      refuse_request(response, 413,
                     fmt::format("a body has a length of at most {} bytes", control_bytes_max));
    } else {
      return httplib::Server::HandlerResponse::Unhandled;
    }
    return httplib::Server::HandlerResponse::Handled;
  }

  void set_routes() {
    for (const auto& file : page_files()) {
      const auto send = [&file](const httplib::Request&, httplib::Response& response) {
        response.set_content(file.text.data(), file.text.size(), std::string(file.content_type));
      };
      if (file.name == "index.html") http_.Get("/", send);
      http_.Get("/" + std::string(file.name), send);
    }
    const auto with_picture = [this](const auto& send) {
      return [this, send](const httplib::Request&, httplib::Response& response) {
        if (const auto picture = board_.latest()) return send(*picture, response);
        response.set_header("Retry-After", "1");
        refuse_request(response, 503, "there is no picture yet");
      };
    };
    http_.Get("/snapshot.json", with_picture([](const Picture& picture, auto& response) {
                response.set_content(picture.whole, json_type);
              }));
    http_.Get("/metrics", with_picture([](const Picture& picture, auto& response) {
                response.set_content(metrics_text(picture.live), exposition_content_type);
              }));
    http_.Get("/healthz", with_picture([](const Picture&, auto& response) {
                response.set_content("ok\n", "text/plain");
              }));
    http_.Get("/report.json", [this](const httplib::Request&, httplib::Response& response) {
      if (const auto report = board_.ask_report(report_wait)) {
        response.set_content(*report, json_type);
      } else {
        refuse_request(response, 503, "the simulation is busy");
      }
    });
    http_.Get("/events", [this](const httplib::Request&, httplib::Response& response) {
      open_stream(response);
    });
    http_.Post("/control", [this](const httplib::Request& request, httplib::Response& response) {
      take_control(request, response);
    });
  }

  void take_control(const httplib::Request& request, httplib::Response& response) {
    if (!is_json_type(request.get_header_value("Content-Type"))) {
      return refuse_request(response, 415, "the Content-Type is not application/json");
    }
    try {
      auto control = parse_control(request.body);
      const auto* fault = std::get_if<StartFault>(&control);
      const auto picture = board_.latest();
      if (fault != nullptr && (!picture || !knows_service(picture->live, fault->service))) {
        return refuse_request(response, 400, "service: there is none of this name");
      }
      if (!board_.post(std::move(control))) {
        return refuse_request(response, 503, "too many controls are waiting");
      }
      response.status = 202;
      response.set_content(R"({"taken":true})", json_type);
    } catch (const base::Error& error) {
      refuse_request(response, 400, error.what());
    }
  }

  void open_stream(httplib::Response& response) {
    if (++streams_ > web_streams_max) {
      --streams_;
      response.set_header("Retry-After", "2");
      return refuse_request(response, 503, "too many streams are open");
    }
    const auto stream = std::make_shared<Stream>(streams_);
    response.set_chunked_content_provider(
        event_type,
        [this, stream](std::size_t, httplib::DataSink& sink) { return feed(*stream, sink); });
  }

  /// False ends the stream: a library before 0.12 asks for more for ever after a failed write.
  bool feed(Stream& stream, httplib::DataSink& sink) const {
    const auto write = [&stream, &sink](const std::string& text) {
      if (!sink.is_writable() || !sink.write(text.data(), text.size())) return false;
      stream.written = std::chrono::steady_clock::now();
      return true;
    };
    const auto picture = board_.wait_newer(stream.number, stream_tick);
    if (picture) {
      const bool is_next = stream.number != 0 && picture->live.number == stream.number + 1;
      stream.number = picture->live.number;
      return write(server_sent(*picture, is_next ? picture->news : picture->whole));
    }
    if (board_.is_closed()) {
      write("event: end\ndata: {}\n\n");
      sink.done();
      return false;
    }
    if (std::chrono::steady_clock::now() - stream.written >= heartbeat_every) {
      return write(": still here\n\n");
    }
    return sink.is_writable();
  }

  void bind() {
    bind_to_address();
    ::listen(listening_, backlog);
  }

  void bind_to_address() {
    errno = 0;
    if (address_.port == 0) {
      const int port = http_.bind_to_any_port(address_.host);
      if (port > 0) {
        address_.port = static_cast<std::uint16_t>(port);
        return;
      }
    } else if (http_.bind_to_port(address_.host, address_.port)) {
      return;
    }
    const int error = errno;
    const auto place = url_of(address_);
    if (error == EADDRINUSE) {
      throw base::Error(fmt::format("cannot serve at {}: the port is in use", place),
                        "Choose another one, or 0 for any that is free.");
    }
    throw base::Error(
        fmt::format("cannot serve at {}: {}", place,
                    error != 0 ? std::strerror(error) : "the address cannot be listened at"),
        error == EACCES ? "Ports below 1024 may be root's alone: choose a higher one." : "");
  }

  ServeAddress address_;
  Board& board_;
  std::atomic<std::size_t> streams_{0};
  int listening_ = -1;
  SigpipeKept sigpipe_;
  httplib::Server http_;
  std::thread thread_;
};

WebServer::WebServer(const ServeAddress& address, Board& board)
    : server_(std::make_unique<Server>(address, board)) {}

WebServer::~WebServer() = default;

const ServeAddress& WebServer::address() const {
  return server_->address();
}

void WebServer::stop() {
  server_->stop();
}

}  // namespace dashboard
