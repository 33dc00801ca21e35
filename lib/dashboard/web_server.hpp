#pragma once

#include <memory>
#include <string>

#include "dashboard/board.hpp"
#include "dashboard/serve_address.hpp"

namespace dashboard {

/// Serves a board over HTTP, in threads of its own:
///
///     GET  /               the page, and its files beside it
///     GET  /events         server-sent events: a picture at once, then every new one; `id` is its
///                          number; an event "end" when the server stops
///     GET  /snapshot.json  the last picture
///     GET  /metrics        Prometheus' text format
///     GET  /report.json    the report so far
///     GET  /healthz        "ok" as soon as there is a picture, else status 503
///     POST /control        parse_control()'s JSON; 202 when it is taken
///
/// Whoever reads too slowly is dropped; streams beyond streams_max get status 503. Requests for a
/// foreign Host, or from a foreign Origin, get status 403. While one lives, SIGPIPE is ignored.
class WebServer {
 public:
  /// Listens from here on. Throws base::Error when it cannot: the port is taken, the address not
  /// this machine's. The board must outlive it.
  WebServer(const ServeAddress& address, Board& board);
  ~WebServer();
  WebServer(const WebServer&) = delete;
  WebServer& operator=(const WebServer&) = delete;

  /// With the port that was found when any was asked for.
  const ServeAddress& address() const;
  /// Closes the board and all connections.
  void stop();

 private:
  class Server;
  std::unique_ptr<Server> server_;
};

constexpr std::size_t web_streams_max = 128;

}  // namespace dashboard
