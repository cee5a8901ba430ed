#include "option_checks.hpp"

#include <sstream>

#include "picture_file.hpp"
#include "reid/input_size.hpp"
#include "reid/picture_codecs.hpp"

namespace {

bool isWritablePicture(const std::string& path) {
    const size_t dot = path.find_last_of("./");
    const bool hasEnding = dot != std::string::npos && path[dot] == '.' && dot > 0 && path[dot - 1] != '/';
    return hasEnding && reid::endsLikePicture(path);
}

}  // namespace

CLI::Validator numberBetween(double low, double high) {
    const auto check = [low, high](const std::string& text) -> std::string {
        double number = 0;
        if (CLI::detail::lexical_cast(text, number) && number >= low && number <= high) return "";
        std::ostringstream sentence;
        sentence << text << " is not a number from " << low << " to " << high;
        return sentence.str();
    };
    return {check, ""};
}

CLI::Validator sizeLike(const std::string& example) {
    const auto check = [example](const std::string& text) {
        return reid::parseInputSize(text) ? "" : text + " is not a width and a height in pixels such as " + example;
    };
    return {check, ""};
}

CLI::Validator writablePicture() {
    const auto check = [](const std::string& path) {
        if (isWritablePicture(path)) return std::string();
        return path + " does not end like a picture that can be written; .png and .jpg do";
    };
    return {check, ""};
}

CLI::Validator writableDrawing() {
    const auto check = [](const std::string& path) {
        if (isSvg(path) || isWritablePicture(path)) return std::string();
        return path + " does not end like a picture that can be written; .png, .jpg and .svg do";
    };
    return {check, ""};
}
