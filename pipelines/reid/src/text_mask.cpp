#include "reid/text_mask.hpp"

#include <pango/pangocairo.h>

#include <algorithm>
#include <map>
#include <memory>
#include <mutex>
#include <tuple>

namespace reid {

namespace {

constexpr const char* FAMILY = "Sans";
constexpr size_t LINES_KEPT = 512;
constexpr int MOST_ROOM = 16384;  // pixels; cairo has no pictures wider than twice that

struct Release {
    void operator()(void* object) const { g_object_unref(object); }
    void operator()(PangoFontDescription* font) const { pango_font_description_free(font); }
    void operator()(cairo_surface_t* surface) const { cairo_surface_destroy(surface); }
    void operator()(cairo_t* painter) const { cairo_destroy(painter); }
    void operator()(char* text) const { g_free(text); }
};

template <typename T>
using Owned = std::unique_ptr<T, Release>;

TextMask render(PangoContext* context, const std::string& text, double size, int room) {
    const Owned<PangoLayout> layout(pango_layout_new(context));
    const Owned<PangoFontDescription> font(pango_font_description_from_string(FAMILY));
    pango_font_description_set_absolute_size(font.get(), size * PANGO_SCALE);
    pango_layout_set_font_description(layout.get(), font.get());
    pango_layout_set_single_paragraph_mode(layout.get(), TRUE);
    pango_layout_set_width(layout.get(), (room > 0 ? std::min(room, MOST_ROOM) : MOST_ROOM) * PANGO_SCALE);
    pango_layout_set_ellipsize(layout.get(), PANGO_ELLIPSIZE_END);
    const Owned<char> valid(g_utf8_make_valid(text.data(), static_cast<gssize>(text.size())));
    pango_layout_set_text(layout.get(), valid.get(), -1);

    PangoRectangle line;
    pango_layout_get_pixel_extents(layout.get(), nullptr, &line);
    TextMask mask;
    mask.baseline = PANGO_PIXELS(pango_layout_get_baseline(layout.get()));
    mask.coverage = cv::Mat1b::zeros(line.height, line.width);
    if (mask.coverage.empty()) return mask;

    const Owned<cairo_surface_t> surface(cairo_image_surface_create(CAIRO_FORMAT_A8, line.width, line.height));
    const Owned<cairo_t> painter(cairo_create(surface.get()));
    cairo_move_to(painter.get(), -line.x, -line.y);
    pango_cairo_show_layout(painter.get(), layout.get());
    cairo_surface_flush(surface.get());
    cv::Mat(line.height, line.width, CV_8UC1, cairo_image_surface_get_data(surface.get()),
            static_cast<size_t>(cairo_image_surface_get_stride(surface.get())))
        .copyTo(mask.coverage);
    return mask;
}

/// Pango's objects are for one thread at a time.
class Typesetter {
  public:
    TextMask line(const std::string& text, double size, int room) {
        const std::lock_guard<std::mutex> guard(mutex_);
        const auto key = std::make_tuple(text, size, room);
        const auto known = lines_.find(key);
        if (known != lines_.end()) return known->second;
        if (lines_.size() >= LINES_KEPT) lines_.clear();
        return lines_[key] = render(context_.get(), text, size, room);
    }

  private:
    std::mutex mutex_;
    Owned<PangoFontMap> fonts_{pango_cairo_font_map_new()};
    Owned<PangoContext> context_{pango_font_map_create_context(fonts_.get())};
    std::map<std::tuple<std::string, double, int>, TextMask> lines_;
};

}  // namespace

TextMask TextMask::of(const std::string& text, double size, int room) {
    CV_CheckGE(size, 1.0, "TextMask: a font of 1 pixel or more is needed");
    static Typesetter typesetter;
    return typesetter.line(text, size, room);
}

void TextMask::draw(cv::Mat& image, const cv::Point& topLeft, const cv::Scalar& color) const {
    CV_CheckTypeEQ(image.type(), CV_8UC3, "TextMask: a picture of B, G, R bytes is needed");
    const cv::Rect place = cv::Rect(topLeft, coverage.size()) & cv::Rect(cv::Point(), image.size());
    const cv::Vec3i full(cvRound(color[0]), cvRound(color[1]), cvRound(color[2]));
    for (int y = place.y; y < place.br().y; ++y) {
        const uchar* const ink = coverage[y - topLeft.y] - topLeft.x;
        auto* const row = image.ptr<cv::Vec3b>(y);
        for (int x = place.x; x < place.br().x; ++x) {
            for (int channel = 0; ink[x] != 0 && channel < 3; ++channel) {
                const int blended = full[channel] * ink[x] + row[x][channel] * (255 - ink[x]);
                row[x][channel] = static_cast<uchar>((blended + 127) / 255);
            }
        }
    }
}

}  // namespace reid
