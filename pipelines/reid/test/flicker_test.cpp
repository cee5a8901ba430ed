// How much the painted attention of somebody who stands still changes from frame to frame: the mean absolute difference
// of the pixels in the box, with maps on the range of each frame, and with SteadySaliency.
#include <gtest/gtest.h>

#include <opencv2/imgproc.hpp>

#include "reid/embedder.hpp"
#include "reid/person_painter.hpp"
#include "reid/steady_saliency.hpp"

namespace {

constexpr int FLICKER_FRAMES = 20;
constexpr double CAMERA_NOISE = 6;  // gray levels, standard deviation, as of a camera in the evening
const cv::Rect STILL_BOX(16, 8, 48, 112);

cv::Mat stillPerson() {
    cv::Mat scene(128, 80, CV_8UC3, cv::Scalar(120, 130, 125));
    cv::circle(scene, {40, 22}, 9, cv::Scalar(90, 120, 180), cv::FILLED);
    cv::rectangle(scene, cv::Rect(26, 32, 28, 40), cv::Scalar(40, 30, 150), cv::FILLED);
    cv::rectangle(scene, cv::Rect(28, 72, 10, 42), cv::Scalar(90, 50, 40), cv::FILLED);
    cv::rectangle(scene, cv::Rect(42, 72, 10, 42), cv::Scalar(90, 50, 40), cv::FILLED);
    return scene;
}

cv::Mat noisy(const cv::Mat& scene, cv::RNG& random) {
    cv::Mat noise(scene.size(), CV_16SC3), frame;
    random.fill(noise, cv::RNG::NORMAL, 0, CAMERA_NOISE);
    cv::add(scene, noise, frame, cv::noArray(), CV_8U);
    return frame;
}

/// Of one way to paint, over a video.
class Flicker {
  public:
    /// @param steadySaliency empty: the maps of the appearance.
    void add(const cv::Mat& scene, const reid::Appearance& appearance, const cv::Mat& steadySaliency) {
        reid::Person person;
        person.box = STILL_BOX;
        person.appearance = appearance;
        person.steadySaliency = steadySaliency;
        cv::Mat painted = scene.clone();
        painter_.draw(painted, {person});
        if (!last_.empty())
            sum_ += cv::norm(painted(STILL_BOX), last_(STILL_BOX), cv::NORM_L1) / (3.0 * STILL_BOX.area());
        last_ = painted;
    }

    double perFrame() const { return sum_ / (FLICKER_FRAMES - 1); }

  private:
    reid::PersonPainter painter_;
    cv::Mat last_;
    double sum_ = 0;
};

TEST(Flicker, steadySaliencyKeepsTheAttentionOfSomebodyWhoStandsStill) {
    reid::Embedder embedder(reid::ModelFolder::load(std::string(SHIPPED_MODELS) + "/reid-live"));
    reid::SteadySaliency steady;
    Flicker ofEachFrame, ofAllFrames;
    const cv::Mat still = stillPerson();
    cv::RNG random(1);
    for (int i = 0; i < FLICKER_FRAMES; ++i) {
        const reid::Appearance appearance = embedder.embed(noisy(still, random), {cv::Rect2f(STILL_BOX)})[0];
        // Painted on the scene without noise: what changes is the attention.
        ofEachFrame.add(still, appearance, {});
        ofAllFrames.add(still, appearance, steady.update(appearance.maps, appearance.norms));
    }
    RecordProperty("of_each_frame", std::to_string(ofEachFrame.perFrame()));
    RecordProperty("of_all_frames", std::to_string(ofAllFrames.perFrame()));
    EXPECT_GT(ofEachFrame.perFrame(), 0.5)
        << "gray levels: noise changes the attention, or there is nothing to measure";
    EXPECT_LT(ofAllFrames.perFrame(), 0.65 * ofEachFrame.perFrame());
}

}  // namespace
