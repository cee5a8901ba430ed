#include "reid/picture_codecs.hpp"

#include <dlfcn.h>

#include <filesystem>

#include "codecs.hpp"
#include "reid/errors.hpp"

namespace reid {

namespace {

/// Beside the library that this is part of, wherever that was installed.
std::string codecsPath() {
    Dl_info self{};
    if (dladdr(reinterpret_cast<const void*>(&codecsPath), &self) == 0 || !self.dli_fname) return BRNPA_CODECS;
    return std::filesystem::absolute(self.dli_fname).replace_filename(BRNPA_CODECS).string();
}

const Codecs& codecs() {
    static const Codecs* const loaded = [] {
        void* const library = dlopen(codecsPath().c_str(), RTLD_NOW | RTLD_LOCAL);  // stays to the end
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
