#include "reid/gallery_folder.hpp"

#include <gtest/gtest.h>

#include "lasting_gallery_case.hpp"
#include "reid/errors.hpp"

namespace {

using reid::Exemplar;
using reid::LastingGallery;

class GalleryFolderTest : public LastingGalleryCase {
  protected:
    const std::string export_ = folder_.file("export"), copy_ = folder_.file("copy.gallery");
};

void expectSame(const LastingGallery& one, const LastingGallery& other) {
    ASSERT_EQ(one.size(), other.size());
    for (const reid::KnownPerson& person : one.people()) {
        const reid::KnownPerson twin = other.person(person.identity);
        EXPECT_EQ(twin.name, person.name);
        EXPECT_EQ(twin.enrolledMs, person.enrolledMs);
        ASSERT_EQ(twin.cameras.size(), person.cameras.size());
        for (size_t i = 0; i < person.cameras.size(); ++i) {
            EXPECT_EQ(twin.cameras[i].camera, person.cameras[i].camera);
            EXPECT_EQ(twin.cameras[i].firstMs, person.cameras[i].firstMs);
            EXPECT_EQ(twin.cameras[i].lastMs, person.cameras[i].lastMs);
            EXPECT_EQ(twin.cameras[i].visits, person.cameras[i].visits);
        }
        const std::vector<Exemplar> a = one.exemplarsOf(person.identity), b = other.exemplarsOf(person.identity);
        ASSERT_EQ(a.size(), b.size());
        for (size_t i = 0; i < a.size(); ++i) {
            EXPECT_EQ(a[i].embedding, b[i].embedding) << "to the bit";
            EXPECT_EQ(a[i].picture, b[i].picture);
            EXPECT_EQ(a[i].sighting.camera, b[i].sighting.camera);
            EXPECT_EQ(a[i].sighting.timeMs, b[i].sighting.timeMs);
            ASSERT_EQ(a[i].saliency.empty(), b[i].saliency.empty());
            if (!a[i].saliency.empty()) {
                ASSERT_EQ(a[i].saliency.size[2], b[i].saliency.size[2]);
                EXPECT_EQ(std::vector<uchar>(a[i].saliency.datastart, a[i].saliency.dataend),
                          std::vector<uchar>(b[i].saliency.datastart, b[i].saliency.dataend));
            }
        }
    }
}

TEST_F(GalleryFolderTest, thereAndBackNothingIsLost) {
    auto gallery = opened();
    gallery.enroll(painted());
    gallery.add(1, view("yard", 123456789012345));  // neither picture nor attention
    gallery.countVisit(1, {"yard", 5});
    gallery.rename(1, "../Zo\xC3\xAB \"the\" best");
    gallery.enroll(painted());
    gallery.enroll(view("", -1));
    gallery.forget({2});
    reid::exportGallery(gallery, export_);
    LastingGallery copy(copy_, WRITE, reid::modelOfExport(export_));
    EXPECT_EQ(reid::importGallery(copy, export_).added, 2U);
    expectSame(gallery, copy);
    EXPECT_EQ(copy.model().name, "made");
}

TEST_F(GalleryFolderTest, thresholdsGoWithThePeopleTheyWereMeasuredOn) {
    {
        auto gallery = opened();
        gallery.enroll(painted());
        gallery.setThresholds({{0.01, 0.4, 0.35, 0.41, "staff"}});
        reid::exportGallery(gallery, export_);
    }
    LastingGallery copy(copy_, WRITE, model_);
    reid::importGallery(copy, export_);
    ASSERT_EQ(copy.thresholds().size(), 1U);
    EXPECT_EQ(copy.thresholds()[0].distance, 0.4);
    LastingGallery others(folder_.file("others.gallery"), WRITE, model_);
    others.enroll(painted());
    reid::importGallery(others, export_);
    EXPECT_TRUE(others.thresholds().empty()) << "these people are others";
}

TEST_F(GalleryFolderTest, whoIsThereIsNotAddedAgain) {
    auto gallery = opened();
    gallery.enroll(view("yard", 1));
    reid::exportGallery(gallery, export_);
    gallery.rename(1, "called something since");
    const reid::ImportCounts again = reid::importGallery(gallery, export_);
    EXPECT_EQ(again.added, 0U);
    EXPECT_EQ(again.known, 1U);
    EXPECT_EQ(gallery.size(), 1U);
}

TEST_F(GalleryFolderTest, namesStayReadableAndCannotLeaveTheFolder) {
    auto gallery = opened();
    gallery.enroll(painted());
    gallery.rename(1, "../../Zo\xC3\xAB the \x7F 1st");
    gallery.enroll(painted());
    std::string longName;
    for (int i = 0; i < 60; ++i)
        longName += "\xE9\x88\xB4";
    gallery.rename(2, longName);
    reid::exportGallery(gallery, export_);
    EXPECT_TRUE(std::filesystem::exists(export_ + "/0001-..-..-Zo\xC3\xAB the - 1st/000001_c1.jpg"));
    EXPECT_TRUE(std::filesystem::exists(export_ + "/0002-" + longName.substr(0, 40 * 3) + "/000002_c1.jpg"));
    const auto names = reid::namesInExport(export_);
    EXPECT_EQ(names.at("0001-..-..-Zo\xC3\xAB the - 1st"), "../../Zo\xC3\xAB the \x7F 1st");
    EXPECT_EQ(names.size(), 2U);
    EXPECT_TRUE(reid::namesInExport(folder_.path()).empty());
}

TEST_F(GalleryFolderTest, aFolderThatIsThereIsLeftAlone) {
    auto gallery = opened();
    gallery.enroll(painted());
    std::filesystem::create_directory(export_);
    EXPECT_THROW(reid::exportGallery(gallery, export_), reid::InputError);
    EXPECT_TRUE(std::filesystem::is_empty(export_));
}

TEST_F(GalleryFolderTest, aBrokenImportChangesNothing) {
    auto gallery = opened();
    for (int i = 0; i < 3; ++i)
        gallery.enroll(painted());
    reid::exportGallery(gallery, export_);
    std::filesystem::remove(export_ + "/0003/000003_c1.jpg");
    LastingGallery copy(copy_, WRITE, model_);
    EXPECT_THROW(reid::importGallery(copy, export_), reid::InputError);
    EXPECT_EQ(copy.size(), 0U);
}

TEST_F(GalleryFolderTest, anotherModelIsRefused) {
    reid::exportGallery(opened(), export_);
    reid::GalleryModel other = model_;
    other.sha256 = std::string(64, 'b');
    LastingGallery copy(copy_, WRITE, other);
    EXPECT_THROW(reid::importGallery(copy, export_), reid::InputError);
    EXPECT_THROW(reid::modelOfExport(folder_.path()), reid::InputError);
}

}  // namespace
