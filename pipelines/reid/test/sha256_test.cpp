#include "sha256.hpp"

#include "reid/errors.hpp"
#include "temporary_folder.hpp"

namespace {

// FIPS 180-2, appendix B.
TEST(Sha256, isThatOfTheStandard) {
    const TemporaryFolder folder;
    folder.write("abc", "abc");
    EXPECT_EQ(reid::sha256OfFile(folder.file("abc")),
              "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    folder.write("million", std::string(1000000, 'a'));
    EXPECT_EQ(reid::sha256OfFile(folder.file("million")),
              "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
    folder.write("nothing", "");
    EXPECT_EQ(reid::sha256OfFile(folder.file("nothing")),
              "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST(Sha256, missingFileIsAnInputError) {
    const TemporaryFolder folder;
    EXPECT_THROW(reid::sha256OfFile(folder.file("none")), reid::InputError);
}

}  // namespace
