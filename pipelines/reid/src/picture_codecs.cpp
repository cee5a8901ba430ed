#include "reid/picture_codecs.hpp"

#include <dlfcn.h>

#include "codecs.hpp"
#include "reid/errors.hpp"

namespace reid {

namespace {

const Codecs& codecs() {
    static const Codecs* const loaded = [] {
        void* const library = dlopen(BRNPA_CODECS, RTLD_NOW | RTLD_LOCAL);  // stays to the end
        void* const entry = library ? dlsym(library, "brnpa_codecs") : nullptr;
        if (!entry) throw ResourceError(std::string("The codecs of pictures cannot be loaded: ") + dlerror() + ".");
        return reinterpret_cast<decltype(&brnpa_codecs)>(entry)();
    }();
    return *loaded;
}

}  // namespace

cv::Mat pictureOf(const std::vector<uchar>& file) {
    return codecs().decode(file);
}

cv::Mat pictureIn(const std::string& path) {
    return codecs().read(path);
}

std::vector<uchar> encodedPicture(const cv::Mat& picture, const std::string& ending) {
    return codecs().encode(picture, ending);
}

bool looksLikePicture(const std::string& path) {
    return codecs().canRead(path);
}

bool endsLikePicture(const std::string& path) {
    return codecs().canWrite(path);
}

}  // namespace reid
