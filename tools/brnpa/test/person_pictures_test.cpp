#include "person_pictures.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "reid/errors.hpp"
#include "temporary_folder.hpp"

namespace {

class PersonPicturesTest : public testing::Test {
  protected:
    PersonPicturesTest() {
        for (const char* file : {"people/Anna/2.jpg", "people/Anna/1.PNG", "people/Anna/notes.txt",
                                 "people/Anna/.hidden.jpg", "people/Ben/1.jpg", "people/empty/readme", "lonely.png"}) {
            const std::filesystem::path path = folder_ / file;
            std::filesystem::create_directories(path.parent_path());
            std::ofstream(path) << "no picture, but named like one";
        }
    }

    std::vector<std::string> found(const std::vector<std::string>& names, const std::string& name = "") const {
        std::vector<std::string> paths, found;
        for (const std::string& one : names)
            paths.push_back(folder_ / one);
        for (const PersonPictures& person : peopleOnPictures(paths, name)) {
            found.push_back(person.name);
            for (const std::string& file : person.files)
                found.push_back(std::filesystem::path(file).filename().string());
        }
        return found;
    }

    const TemporaryFolder folder_;
};

using Words = std::vector<std::string>;

TEST_F(PersonPicturesTest, AFolderOfPicturesIsAPersonAndAFolderOfFoldersMany) {
    EXPECT_EQ(found({"people"}), (Words{"Anna", "1.PNG", "2.jpg", "Ben", "1.jpg"}));
    EXPECT_EQ(found({"people/Anna/"}), (Words{"Anna", "1.PNG", "2.jpg"}));
    EXPECT_EQ(found({"lonely.png"}), (Words{"lonely", "lonely.png"}));
    EXPECT_EQ(found({"people", "lonely.png"}, "Somebody"),
              (Words{"Somebody", "1.PNG", "2.jpg", "1.jpg", "lonely.png"}));
}

TEST_F(PersonPicturesTest, WhatIsUnclearIsRefused) {
    EXPECT_THROW(found({"missing"}), reid::InputError);
    EXPECT_THROW(found({"people/empty"}), reid::InputError);
    std::ofstream(folder_ / "people/stray.jpg") << "beside the folders";
    EXPECT_THROW(found({"people"}), reid::InputError);
}

TEST_F(PersonPicturesTest, DeeperPicturesAreNotPassedOver) {
    std::filesystem::create_directories(folder_ / "people/Anna/.thumbnails/small");
    std::ofstream(folder_ / "people/Anna/.thumbnails/small/1.png") << "hidden";
    EXPECT_NO_THROW(found({"people"}));
    std::filesystem::create_directories(folder_ / "people/team/Carl");
    EXPECT_NO_THROW(found({"people"}));
    std::ofstream(folder_ / "people/team/Carl/1.jpg") << "on the third floor";
    EXPECT_THROW(found({"people"}), reid::InputError);
    EXPECT_EQ(found({"people/team"}), (Words{"Carl", "1.jpg"}));
}

}  // namespace
