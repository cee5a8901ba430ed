#include "reid/record_journal.hpp"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/resource.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <nlohmann/json.hpp>
#include <thread>

#include "reid/errors.hpp"
#include "temporary_folder.hpp"

namespace {

reid::Person someone(int track) {
    reid::Person person{};
    person.trackId = track;
    person.box = {1, 2, 30, 60};
    return person;
}

std::vector<nlohmann::json> linesOf(const std::string& path) {
    std::ifstream file(path);
    std::vector<nlohmann::json> lines;
    for (std::string line; std::getline(file, line);)
        lines.push_back(nlohmann::json::parse(line));
    return lines;
}

TEST(RecordJournal, SaysWhereAndWhen) {
    const TemporaryFolder folder;
    const std::string path = folder.file("records.jsonl");
    reid::RecordJournal journal(path);
    journal.write("yard", "2026-11-23T14:05:00.000Z", 3, 120000000, {someone(1), someone(2)});
    journal.sync();
    const auto lines = linesOf(path);
    ASSERT_EQ(lines.size(), 2U);
    EXPECT_EQ(lines[1]["camera"], "yard");
    EXPECT_EQ(lines[1]["time"], "2026-11-23T14:05:00.000Z");
    EXPECT_EQ(lines[1]["frame"], 3);
    EXPECT_EQ(lines[1]["track_id"], 2);
}

TEST(RecordJournal, GoesOnBehindTheLastWholeLine) {
    const TemporaryFolder folder;
    const std::string path = folder.file("records.jsonl");
    folder.write("records.jsonl", "{\"schema_version\":4,\"frame\":1}\n{\"sche");
    {
        reid::RecordJournal journal(path);
        journal.write("yard", "", 2, 0, {someone(1)});
    }
    const auto lines = linesOf(path);
    ASSERT_EQ(lines.size(), 2U);
    EXPECT_EQ(lines[0]["frame"], 1);
    EXPECT_EQ(lines[1]["frame"], 2);

    for (const char* torn : {"", "{\"sch", "{\"schema_version\":4,\"frame\":1"}) {
        folder.write("records.jsonl", torn);
        reid::RecordJournal journal(path);
        EXPECT_TRUE(linesOf(path).empty()) << torn;
    }
}

TEST(RecordJournal, TakesWhatItWroteItself) {
    const TemporaryFolder folder;
    const std::string path = folder.file("records.jsonl");
    for (int run = 0; run < 2; ++run)
        reid::RecordJournal(path).write("yard", "", run, 0, {someone(1)});
    EXPECT_EQ(linesOf(path).size(), 2U);
}

TEST(RecordJournal, LeavesAFileOfSomethingElseAlone) {
    const TemporaryFolder folder;
    for (const std::string text : {"no end of line at all", "a line\nand half", "{\"frame\":1}\n", "\n",
                                   "SQLite format 3\n{\"schema_version\":4}\n"}) {
        folder.write("note.txt", text);
        EXPECT_THROW(reid::RecordJournal(folder.file("note.txt")), reid::InputError) << text;
        EXPECT_EQ(folder.read("note.txt"), text);
    }
    EXPECT_THROW(reid::RecordJournal(folder.path()), reid::InputError);
}

TEST(RecordJournal, NamesTheReasonOfTheDiskEachTime) {
    const TemporaryFolder folder;
    const std::string path = folder.file("records.jsonl");
    rlimit before{};
    getrlimit(RLIMIT_FSIZE, &before);
    const auto handler = signal(SIGXFSZ, SIG_IGN);
    reid::RecordJournal journal(path);
    const rlimit small{100, before.rlim_max};
    setrlimit(RLIMIT_FSIZE, &small);
    const std::string expected = std::strerror(EFBIG);
    for (int attempt = 0; attempt < 2; ++attempt) {
        try {
            journal.write("yard", "", attempt, 0, {someone(1)});
            journal.sync();
            ADD_FAILURE() << "nothing was thrown";
        } catch (const reid::ResourceError& error) {
            EXPECT_NE(std::string(error.what()).find(expected), std::string::npos) << error.what();
        }
        errno = ENOENT;  // what an earlier call may have left
    }
    setrlimit(RLIMIT_FSIZE, &before);
    signal(SIGXFSZ, handler);
}

TEST(RecordJournal, LinesOfSeveralThreadsStayWhole) {
    const TemporaryFolder folder;
    const std::string path = folder.file("records.jsonl");
    {
        reid::RecordJournal journal(path);
        std::vector<std::thread> cameras;
        for (int camera = 0; camera < 4; ++camera)
            cameras.emplace_back([&journal, camera] {
                for (int frame = 0; frame < 250; ++frame)
                    journal.write(std::to_string(camera), "", frame, frame, {someone(1)});
            });
        for (std::thread& camera : cameras)
            camera.join();
    }
    std::map<std::string, int> next;
    for (const auto& line : linesOf(path))
        EXPECT_EQ(line["frame"], next[line["camera"]]++);
    EXPECT_EQ(next, (std::map<std::string, int>{{"0", 250}, {"1", 250}, {"2", 250}, {"3", 250}}));
}

TEST(RecordJournal, RefusesAFolderThatIsNotThere) {
    EXPECT_THROW(reid::RecordJournal("/nowhere/records.jsonl"), reid::ResourceError);
}

}  // namespace
