#include "reid/base64.hpp"

#include <gtest/gtest.h>

namespace {

// The test vectors of RFC 4648, section 10.
TEST(Base64, isThatOfRfc4648) {
    const std::pair<std::string, std::string> vectors[] = {{"", ""},
                                                           {"f", "Zg=="},
                                                           {"fo", "Zm8="},
                                                           {"foo", "Zm9v"},
                                                           {"foob", "Zm9vYg=="},
                                                           {"fooba", "Zm9vYmE="},
                                                           {"foobar", "Zm9vYmFy"}};
    for (const auto& [plain, coded] : vectors) {
        EXPECT_EQ(reid::toBase64(plain.data(), plain.size()), coded);
        const std::vector<uchar> bytes = reid::fromBase64(coded);
        EXPECT_EQ(std::string(bytes.begin(), bytes.end()), plain);
    }
}

TEST(Base64, whatIsNoneIsEmpty) {
    for (const char* text : {"Z", "Zg=", "Z*==", "====", "ZgZgZ"})
        EXPECT_TRUE(reid::fromBase64(text).empty()) << text;
}

}  // namespace
