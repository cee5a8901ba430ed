#pragma once

#include <cstddef>
#include <deque>
#include <functional>
#include <utility>

/// Frames in their order; each is announced a few frames before it is handed out, to those who begin with it meanwhile.
template <typename Frame>
class ReadAhead {
  public:
    using Read = std::function<bool(Frame&)>;
    using Announce = std::function<void(const Frame&)>;

    /// @param read false at the end. @param frames between the one that is read and the one that is handed out.
    ReadAhead(Read read, Announce announce, int frames)
        : readNext_(std::move(read)), announce_(std::move(announce)), most_(static_cast<size_t>(frames) + 1) {}

    /// @returns false at the end.
    bool read(Frame& frame) {
        while (!ended_ && frames_.size() < most_) {
            Frame next;
            ended_ = !readNext_(next);
            if (ended_) break;
            announce_(next);
            frames_.push_back(std::move(next));
        }
        if (frames_.empty()) return false;
        frame = std::move(frames_.front());
        frames_.pop_front();
        return true;
    }

  private:
    Read readNext_;
    Announce announce_;
    size_t most_;
    std::deque<Frame> frames_;
    bool ended_ = false;
};
