// What a gallery's file may meet: other files, other programs, death, and the wish to be forgotten.
#include <SQLiteCpp/SQLiteCpp.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstring>
#include <functional>

#include "lasting_gallery_case.hpp"
#include "reid/errors.hpp"

namespace {

using reid::InputError;
using reid::LastingGallery;
using reid::ResourceError;

class GalleryFileTest : public LastingGalleryCase {
  protected:
    /// The sentence with which opening is refused; empty where it is not.
    template <typename Error>
    std::string refusal(LastingGallery::Access access) const {
        try {
            LastingGallery(path_, access, model_);
        } catch (const Error& error) {
            EXPECT_NE(std::string(error.what()).find(path_), std::string::npos) << error.what();
            EXPECT_EQ(error.what()[std::strlen(error.what()) - 1], '.');
            return error.what();
        }
        return "";
    }

    void change(const std::string& sql) const { SQLite::Database(path_, SQLite::OPEN_READWRITE).exec(sql); }

    std::string allBytes() const {
        std::string bytes;
        for (const auto& file : std::filesystem::directory_iterator(folder_.path()))
            bytes += folder_.read(file.path().filename());
        return bytes;
    }
};

TEST_F(GalleryFileTest, aMissingOneIsMadeByWritersOnly) {
    EXPECT_NE(refusal<InputError>(READ), "");
    EXPECT_THROW(LastingGallery(path_, WRITE), InputError) << "of what model?";
    EXPECT_FALSE(std::filesystem::exists(path_));
    opened();
    EXPECT_EQ(refusal<InputError>(READ), "");
}

TEST_F(GalleryFileTest, whoMayNotWriteCanRead) {
    opened().enroll(view());
    ASSERT_FALSE(std::filesystem::exists(path_ + "-wal")) << "the last one to close tidies up";
    const std::string special = folder_.file("a %41?b#c.gallery");  // signs with a meaning in URIs
    std::filesystem::copy_file(path_, special);
    ASSERT_EQ(chmod(folder_.path().c_str(), 0555), 0);
    const pid_t child = fork();
    if (child == 0) {
        constexpr id_t NOBODY = 65534;
        const bool isLess = geteuid() != 0 || setresuid(NOBODY, NOBODY, NOBODY) == 0;  // root may write everywhere
        bool reads = isLess && access(folder_.path().c_str(), W_OK) != 0;
        try {
            for (const std::string& path : {path_, special})
                reads = reads && LastingGallery(path, READ).size() == 1;
        } catch (const std::exception& error) {
            fprintf(stderr, "%s\n", error.what());
            reads = false;
        }
        _exit(reads ? 0 : 1);
    }
    int status = 0;
    waitpid(child, &status, 0);
    chmod(folder_.path().c_str(), 0755);
    EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

TEST_F(GalleryFileTest, otherFilesAreRefusedAndLeftAlone) {
    const std::string letter(5000, 'x');
    folder_.write("people.gallery", letter);
    for (const auto access : {READ, WRITE})
        EXPECT_NE(refusal<InputError>(access).find("not a gallery"), std::string::npos);
    EXPECT_EQ(folder_.read("people.gallery"), letter);

    std::filesystem::remove(path_);
    SQLite::Database(path_, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE).exec("CREATE TABLE stamps (country TEXT)");
    for (const auto access : {READ, WRITE})
        EXPECT_NE(refusal<InputError>(access).find("not a gallery"), std::string::npos);

    std::filesystem::remove(path_);
    std::filesystem::create_directory(path_);
    EXPECT_NE(refusal<InputError>(WRITE).find("not a file"), std::string::npos);
}

TEST_F(GalleryFileTest, ofANewerProgramIsRefused) {
    opened().enroll(view());
    change("PRAGMA user_version = 2");
    for (const auto access : {READ, WRITE})
        EXPECT_NE(refusal<InputError>(access).find("schema version 2"), std::string::npos);
}

TEST_F(GalleryFileTest, ofAnotherModelIsRefused) {
    opened().enroll(view());
    reid::GalleryModel other = model_;
    other.sha256 = std::string(64, 'b');
    for (const auto access : {READ, WRITE}) {
        try {
            LastingGallery(path_, access, other);
            ADD_FAILURE();
        } catch (const InputError& error) {
            for (const char* word : {"aaaaaaaa", "bbbbbbbb", "--model", "new gallery"})
                EXPECT_NE(std::string(error.what()).find(word), std::string::npos) << error.what();
        }
    }
    EXPECT_EQ(LastingGallery(path_, WRITE).size(), 1U) << "without a model it is opened for its lists";
}

TEST_F(GalleryFileTest, aDamagedOneIsRefused) {
    {
        auto gallery = opened();
        for (int i = 0; i < 50; ++i)
            gallery.enroll(painted());
    }
    const std::string whole = folder_.read("people.gallery");
    std::string spoilt = whole;
    std::fill(spoilt.begin() + 8192, spoilt.end() - 8192, 'x');
    folder_.write("people.gallery", spoilt);
    EXPECT_THROW(
        {
            LastingGallery gallery(path_, WRITE);
            gallery.compact();
        },
        InputError);
    folder_.write("people.gallery", whole);
    change("UPDATE exemplars SET embedding = x'00112233' WHERE exemplar = 3");
    EXPECT_NE(refusal<InputError>(READ).find("damaged"), std::string::npos);
}

/// As programs made them that looked up the exemplars of a person in the file.
TEST_F(GalleryFileTest, oneWithAnIndexOfThePeopleIsStillWritten) {
    opened().enroll(view());
    change("CREATE INDEX exemplars_of ON exemplars (identity)");
    auto gallery = opened();
    const int goes = gallery.enroll(view()), joins = gallery.enroll(view());
    gallery.add(goes, view());
    gallery.countVisit(joins, {"door", 5000});
    gallery.merge(1, joins);
    gallery.forget({goes});
    EXPECT_EQ(gallery.person(1).exemplars, 2U);
    SQLite::Database database(path_, SQLite::OPEN_READONLY);
    EXPECT_EQ(database.execAndGet("SELECT count(*) FROM exemplars WHERE identity = 1").getInt(), 2);
    for (const char* check : {"PRAGMA foreign_key_check", "SELECT identity FROM sightings WHERE identity != 1"}) {
        SQLite::Statement rows(database, check);
        EXPECT_FALSE(rows.executeStep()) << check;
    }
    EXPECT_EQ(database.execAndGet("PRAGMA integrity_check").getString(), "ok");
}

TEST_F(GalleryFileTest, oneWriterAtATime) {
    {
        const auto writer = opened();
        EXPECT_NE(refusal<ResourceError>(WRITE).find("Another program is writing"), std::string::npos);
        EXPECT_EQ(refusal<ResourceError>(READ), "");
    }
    EXPECT_EQ(refusal<ResourceError>(WRITE), "");
}

TEST_F(GalleryFileTest, aFolderThatDoesNotExistIsAResourceThatFails) {
    EXPECT_THROW(LastingGallery(folder_.file("missing/people.gallery"), WRITE, model_), ResourceError);
}

TEST_F(GalleryFileTest, forgettingLeavesNoByte) {
    constexpr const char* NAME = "Zacharias Unverwechselbar";
    const reid::View stays = painted();
    reid::View goes = painted();
    goes.sighting = {"the camera behind the house", 0x123456789A};
    std::vector<std::string> traces = {NAME, goes.sighting.camera};
    auto gallery = opened();
    gallery.enroll(stays);
    for (int i = 0; i < 40; ++i)
        gallery.enroll(painted());  // so that the tree has several pages, which are split and joined
    const int identity = gallery.enroll(goes);
    for (int i = 0; i < 5; ++i)
        gallery.add(identity, painted());
    gallery.rename(identity, NAME);
    gallery.countVisit(identity, goes.sighting);
    for (const reid::Exemplar& exemplar : gallery.exemplarsOf(identity)) {
        const auto* numbers = reinterpret_cast<const char*>(exemplar.embedding.data());
        traces.emplace_back(numbers, SIZE * sizeof(float));
        // The picture is longer than a page and lies in pieces: look for one out of its middle.
        traces.emplace_back(exemplar.picture.begin() + 600, exemplar.picture.begin() + 640);
    }
    for (const std::string& trace : traces)
        ASSERT_NE(allBytes().find(trace), std::string::npos);
    gallery.forget({identity});
    for (const std::string& trace : traces)
        EXPECT_EQ(allBytes().find(trace), std::string::npos) << "while the writer has it open";
    EXPECT_NEAR(gallery.nearest(stays.embedding)->distance, 0, 1e-6);
    EXPECT_EQ(gallery.size(), 41U);
}

TEST_F(GalleryFileTest, forgettingSaysWhenAReaderHoldsOnToTheOldContent) {
    auto gallery = opened();
    gallery.enroll(view());
    gallery.enroll(view());
    gallery.rename(2, "Zacharias Unverwechselbar");
    {
        SQLite::Database database(path_, SQLite::OPEN_READONLY);
        SQLite::Statement reader(database, "SELECT * FROM identities");
        reader.executeStep();
        EXPECT_THROW(gallery.forget({2}), ResourceError);
        EXPECT_EQ(gallery.size(), 1U) << "forgotten all the same";
    }
    gallery.compact();
    EXPECT_EQ(allBytes().find("Zacharias Unverwechselbar"), std::string::npos);
}

/// What a child process did, told over a pipe as soon as it is done.
struct Deed {
    enum Kind { Enrolled, Forgot } kind;
    int identity;
    float embedding[24];
};

/// A child that writes until it is killed.
class WritingChild {
  public:
    explicit WritingChild(const std::function<void(int pipe)>& work) {
        if (pipe(ends_) != 0) throw std::runtime_error("no pipe");
        child_ = fork();
        if (child_ == 0) {
            close(ends_[0]);
            work(ends_[1]);
            _exit(1);  // it should have been killed
        }
        close(ends_[1]);
    }

    /// @returns what it told before it died.
    std::vector<Deed> killAfter(int microseconds) {
        std::vector<Deed> deeds;
        Deed deed;
        if (read(ends_[0], &deed, sizeof deed) == sizeof deed) deeds.push_back(deed);
        usleep(static_cast<useconds_t>(microseconds));
        kill(child_, SIGKILL);
        while (read(ends_[0], &deed, sizeof deed) == sizeof deed)
            deeds.push_back(deed);
        close(ends_[0]);
        int status = 0;
        waitpid(child_, &status, 0);
        EXPECT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL) << "the child ended by itself";
        return deeds;
    }

  private:
    int ends_[2];
    pid_t child_;
};

/// Stronger than what is promised: not even the last second is lost.
TEST_F(GalleryFileTest, killedAtAnyMomentItIsWholeAndHasAllThatWasAcknowledged) {
    constexpr int DEATHS = 60;
    std::mt19937 random(7);
    std::map<int, reid::Embedding> expected;
    size_t deeds = 0, forgotten = 0;
    for (int death = 0; death < DEATHS; ++death) {
        WritingChild child([&](int pipe) {
            RandomPeople people(SIZE, 0.2, static_cast<unsigned>(death + 100));
            const LastingGallery::Access access = WRITE;
            LastingGallery gallery(path_, access, model_);
            cv::Mat picture(64, 32, CV_8UC3);
            for (int i = 1;; ++i) {
                cv::theRNG().fill(picture, cv::RNG::UNIFORM, 0, 255);
                Deed deed{Deed::Enrolled, 0, {}};
                reid::View view{people.person()};
                view.picture = picture;
                deed.identity = gallery.enroll(view);
                const reid::Embedding kept = gallery.exemplarsOf(deed.identity)[0].embedding;
                std::copy(kept.begin(), kept.end(), deed.embedding);
                if (write(pipe, &deed, sizeof deed) != sizeof deed) return;
                if (i % 10 != 0) continue;
                gallery.forget({deed.identity});
                deed.kind = Deed::Forgot;
                if (write(pipe, &deed, sizeof deed) != sizeof deed) return;
            }
        });
        std::vector<Deed> told = child.killAfter(std::uniform_int_distribution<int>(0, 60000)(random));
        std::set<int> gone;
        for (const Deed& deed : told) {
            if (deed.kind == Deed::Enrolled) {
                expected[deed.identity] = reid::Embedding(deed.embedding, deed.embedding + SIZE);
            } else {
                gone.insert(deed.identity);
            }
        }
        deeds += told.size();
        forgotten += gone.size();

        EXPECT_EQ(SQLite::Database(path_, SQLite::OPEN_READONLY).execAndGet("PRAGMA integrity_check").getString(),
                  "ok");
        auto gallery = opened();
        // The last one may have been on its way to be forgotten, or one more enrolled without a word.
        const int last = told.empty() ? 0 : told.back().identity;
        for (int identity : gone)
            expected.erase(identity);
        for (const reid::KnownPerson& person : gallery.people()) {
            EXPECT_EQ(gone.count(person.identity), 0U) << "forgotten";
            if (expected.count(person.identity) == 0)
                expected[person.identity] = gallery.exemplarsOf(person.identity).at(0).embedding;
        }
        if (gallery.size() < expected.size()) {
            EXPECT_EQ(expected.count(last), 1U);
            expected.erase(last);
        }
        ASSERT_EQ(gallery.size(), expected.size());
        for (const auto& [identity, embedding] : expected)
            ASSERT_NEAR(gallery.distanceTo(identity, embedding), 0, 1e-6);
    }
    EXPECT_GT(deeds, 5U * DEATHS);
    EXPECT_GT(forgotten, 0U);
    RecordProperty("deeds", static_cast<int>(deeds));
}

TEST_F(GalleryFileTest, aProgramThatWasKilledDoesNotKeepOthersFromWriting) {
    WritingChild child([&](int pipe) {
        auto gallery = opened();
        const Deed deed{Deed::Enrolled, gallery.enroll(view()), {}};
        if (write(pipe, &deed, sizeof deed) == sizeof deed) pause();
    });
    EXPECT_EQ(child.killAfter(0).size(), 1U);
    EXPECT_EQ(opened().size(), 1U);
}

}  // namespace
