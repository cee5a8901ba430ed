#include "number_between.hpp"

#include <sstream>

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
