#include "explain/ranked_strips.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/brnpa/overlay.hpp>
#include <opencv2/imgproc.hpp>

namespace brnpa::trainer {
namespace {

// Pixels.
constexpr int drawnHeight = 256, narrowest = 96, widest = 384;
constexpr int frame = 4;      // around a picture
constexpr int margin = 20;    // around the strip
constexpr int gap = 12;       // between columns
constexpr int queryGap = 36;  // between the query and what was found
constexpr int between = 8;    // between a picture and the same with its attention
constexpr int titleHeight = 36, captionHeight = 22, captionTop = 8;

constexpr float colorWeight = 0.6f;  // leaves people recognizable under the colors

const cv::Scalar background = cv::Scalar::all(255), ink = cv::Scalar::all(40);
// B, G, R.
const cv::Scalar rightColor(60, 160, 20), wrongColor(50, 40, 215), queryColor = cv::Scalar::all(60);

struct Font {
    double scale;
    int thickness;
};
constexpr Font titleFont{0.6, 1}, captionFont{0.5, 1};

void write(cv::Mat& canvas, const std::string& text, cv::Point at, const Font& font) {
    cv::putText(canvas, text, at, cv::FONT_HERSHEY_SIMPLEX, font.scale, ink, font.thickness, cv::LINE_AA);
}

cv::Mat attention(const cv::Mat& picture, const StripPicture& from) {
    cv::brnpa::OverlayParams params;
    params.normalization = cv::brnpa::NORMALIZE_PER_MAP;
    params.colorWeight = colorWeight;
    params.grayWeight = 1 - colorWeight;
    cv::Mat blended;
    cv::brnpa::AttentionOverlay(params).apply(picture, from.maps, from.norms, blended);
    return blended;
}

class StripPainter {
  public:
    explicit StripPainter(const RankedStrip& strip)
        : width_(drawnWidth(strip.query.picture.size())), canvas_(canvasSize(strip), CV_8UC3, background) {}

    cv::Mat paint(const RankedStrip& strip) {
        write(canvas_, strip.title, {margin, margin + titleHeight / 2}, titleFont);
        int x = margin;
        paintColumn(x, strip.query, queryColor);
        x += columnWidth() + queryGap;
        for (const auto& picture : strip.ranked) {
            paintColumn(x, picture, picture.matches ? rightColor : wrongColor);
            x += columnWidth() + gap;
        }
        return canvas_;
    }

  private:
    static int drawnWidth(const cv::Size& size) {
        const double width = static_cast<double>(drawnHeight) * size.width / size.height;
        return std::clamp(static_cast<int>(std::lround(width)), narrowest, widest);
    }

    int columnWidth() const { return width_ + 2 * frame; }

    cv::Size canvasSize(const RankedStrip& strip) const {
        const int found = static_cast<int>(strip.ranked.size());
        std::size_t lines = strip.query.captions.size();
        for (const auto& picture : strip.ranked)
            lines = std::max(lines, picture.captions.size());
        const int columns = columnWidth() + (found > 0 ? queryGap + found * columnWidth() + (found - 1) * gap : 0);
        int baseline = 0;
        const int title =
            cv::getTextSize(strip.title, cv::FONT_HERSHEY_SIMPLEX, titleFont.scale, titleFont.thickness, &baseline)
                .width;
        const int height = titleHeight + 2 * (drawnHeight + 2 * frame) + between + captionTop +
                           captionHeight * static_cast<int>(lines);
        return {2 * margin + std::max(columns, title), 2 * margin + height};
    }

    void paintColumn(int x, const StripPicture& from, const cv::Scalar& color) {
        cv::Mat picture;
        cv::resize(from.picture, picture, {width_, drawnHeight}, 0, 0, cv::INTER_CUBIC);
        int y = margin + titleHeight;
        for (const cv::Mat& drawn : {picture, attention(picture, from)}) {
            canvas_(cv::Rect(x, y, columnWidth(), drawnHeight + 2 * frame)) = color;
            drawn.copyTo(canvas_(cv::Rect(x + frame, y + frame, width_, drawnHeight)));
            y += drawnHeight + 2 * frame + between;
        }
        y += captionTop - between;
        for (const auto& caption : from.captions) {
            y += captionHeight;
            write(canvas_, caption, {x, y - captionHeight / 4}, captionFont);
        }
    }

    int width_;
    cv::Mat canvas_;
};

}  // namespace

cv::Mat paintRankedStrip(const RankedStrip& strip) {
    return StripPainter(strip).paint(strip);
}

}  // namespace brnpa::trainer
