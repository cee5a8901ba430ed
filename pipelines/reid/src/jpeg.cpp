#include <csetjmp>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <opencv2/imgproc.hpp>

#include "reid/errors.hpp"
#include "reid/picture_codecs.hpp"
// After <cstdio>, which it forgets.
#include <jpeglib.h>

namespace reid {

namespace {

/// libjpeg would end the program.
struct Errors {
    jpeg_error_mgr manager;  // first, so that a pointer to it is one to the whole
    std::jmp_buf place;
};

void leave(j_common_ptr state) {
    std::longjmp(reinterpret_cast<Errors*>(state->err)->place, 1);
}

struct File {
    unsigned char* bytes = nullptr;
    unsigned long size = 0;
    ~File() { std::free(bytes); }
};

/// @returns whether it succeeded. Nothing in here has a destructor, which an error would leave out.
bool compress(const cv::Mat& rgb, int quality, File& file) {
    jpeg_compress_struct state;
    Errors errors;
    state.err = jpeg_std_error(&errors.manager);
    errors.manager.error_exit = leave;
    const bool failed = setjmp(errors.place) != 0;
    if (!failed) {
        jpeg_create_compress(&state);
        jpeg_mem_dest(&state, &file.bytes, &file.size);
        state.image_width = static_cast<JDIMENSION>(rgb.cols);
        state.image_height = static_cast<JDIMENSION>(rgb.rows);
        state.input_components = 3;
        state.in_color_space = JCS_RGB;
        jpeg_set_defaults(&state);
        jpeg_set_quality(&state, quality, TRUE);
        jpeg_start_compress(&state, TRUE);
        for (int row = 0; row < rgb.rows; ++row) {
            JSAMPROW pixels = const_cast<JSAMPROW>(rgb.ptr(row));
            jpeg_write_scanlines(&state, &pixels, 1);
        }
        jpeg_finish_compress(&state);
    }
    jpeg_destroy_compress(&state);
    if (failed) file.bytes = nullptr;  // libjpeg may have freed it to make room for more, and does not say so
    return !failed;
}

}  // namespace

std::vector<uchar> jpegOf(const cv::Mat& picture, int quality) {
    CV_CheckTypeEQ(picture.type(), CV_8UC3, "jpegOf: a picture of B, G, R bytes is needed");
    CV_CheckLE(std::max(picture.cols, picture.rows), static_cast<int>(JPEG_MAX_DIMENSION),
               "jpegOf: a smaller picture is needed");
    CV_Assert(!picture.empty());
    cv::Mat rgb;
    cv::cvtColor(picture, rgb, cv::COLOR_BGR2RGB);
    File file;
    if (!compress(rgb, quality, file)) throw ResourceError("There is no memory for a picture in JPEG.");
    return {file.bytes, file.bytes + file.size};
}

}  // namespace reid
