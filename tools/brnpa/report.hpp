#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "video_summary.hpp"

/// A page for people: who is in view when, in one video or several, with the best picture of each and where the network
/// looked. One file that a browser shows without loading anything else; report_page/ is what it is made of.
class Report {
  public:
    /// @param title of the video. @param film path of its annotated video, seen from the report; empty: there is none.
    void add(const std::string& title, const std::string& film, const VideoSummary& summary);

    /// @param sentence about a video that could not be done.
    void addFailure(const std::string& sentence) { failures_.push_back(sentence); }

    /// The page as HTML.
    std::string page() const;

    /// @throws reid::ResourceError when the file cannot be written.
    void write(const std::string& path) const;

  private:
    nlohmann::ordered_json videos_ = nlohmann::ordered_json::array(), failures_ = nlohmann::ordered_json::array();
};
