// On ns-3's event core, with the fastest of its schedulers.

#include <ns3/core-module.h>
#include <queue>

#include "queue.hpp"

namespace {

class Queue {
 public:
  explicit Queue(const Job& job) : job_(job) {
    between_->SetAttribute("Mean", ns3::DoubleValue(1.25 / job.workers));
    service_->SetAttribute("Mean", ns3::DoubleValue(1.0));
    ns3::Simulator::Schedule(ns3::Seconds(between_->GetValue()), &Queue::arrive, this);
  }
  double mean_sojourn() const { return sojourns_ / static_cast<double>(served_); }

 private:
  void arrive() {
    if (++arrived_ < job_.customers)
      ns3::Simulator::Schedule(ns3::Seconds(between_->GetValue()), &Queue::arrive, this);
    const double now = ns3::Simulator::Now().GetSeconds();
    if (busy_ == job_.workers) return waiting_.push(now);
    ++busy_;
    serve(now);
  }
  void serve(double arrived) {
    ns3::Simulator::Schedule(ns3::Seconds(service_->GetValue()), &Queue::complete, this, arrived);
  }
  void complete(double arrived) {
    sojourns_ += ns3::Simulator::Now().GetSeconds() - arrived;
    ++served_;
    if (waiting_.empty()) {
      --busy_;
      return;
    }
    const double next = waiting_.front();
    waiting_.pop();
    serve(next);
  }

  Job job_;
  ns3::Ptr<ns3::ExponentialRandomVariable> between_ =
      ns3::CreateObject<ns3::ExponentialRandomVariable>();
  ns3::Ptr<ns3::ExponentialRandomVariable> service_ =
      ns3::CreateObject<ns3::ExponentialRandomVariable>();
  std::queue<double> waiting_;
  int busy_ = 0;
  long arrived_ = 0;
  long served_ = 0;
  double sojourns_ = 0;
};

}  // namespace

int main(int argc, char** argv) {
  const Job job = job_of(argc, argv);
  ns3::ObjectFactory scheduler("ns3::PriorityQueueScheduler");
  ns3::Simulator::SetScheduler(scheduler);
  Queue queue(job);
  report(job, [&] {
    ns3::Simulator::Run();
    return queue.mean_sojourn();
  });
  ns3::Simulator::Destroy();
}
