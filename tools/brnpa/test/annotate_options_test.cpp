#include "annotate_options.hpp"

#include <gtest/gtest.h>

namespace {

AnnotateOptions parseAnnotate(const std::string& arguments) {
    CLI::App program;
    AnnotateOptions options;
    addAnnotateCommand(program, options);
    program.parse("annotate film.mp4 --output results " + arguments);
    return options;
}

TEST(AnnotateOptionsTest, Defaults) {
    const AnnotateOptions options = parseAnnotate("");
    EXPECT_EQ(options.inputs, std::vector<std::string>{"film.mp4"});
    EXPECT_EQ(options.output, "results");
    EXPECT_EQ(options.detections, "");
    EXPECT_FALSE(options.people.detectEvery);
    EXPECT_EQ(options.people.lookEvery, 5);
    EXPECT_EQ(options.people.normalization, cv::brnpa::NORMALIZE_PER_MAP);
    EXPECT_FALSE(options.people.accept.threshold);
    EXPECT_EQ(options.people.accept.margin, 0);
    EXPECT_EQ(options.people.gallery, "");
    EXPECT_FALSE(options.people.anonymise);
    EXPECT_FALSE(options.maxFrames);
    EXPECT_EQ(wordsOf(options.formats), "mp4,jsonl,mot,vtt,html");
    EXPECT_EQ(options.jobs, 1);
    EXPECT_FALSE(options.resume);
    EXPECT_FALSE(options.overwrite);
    EXPECT_NE(options.people.model.find("reid-live"), std::string::npos);
}

TEST(AnnotateOptionsTest, TakesWhatIsGiven) {
    const AnnotateOptions options = parseAnnotate(
        "--model m --detect-every 3 --look-every 2 --normalize joint --threshold 0.25 --max-frames 60 --snapshot "
        "a.jpg "
        "--overwrite --quiet");
    EXPECT_EQ(options.people.model, "m");
    EXPECT_EQ(options.people.detectEvery, 3);
    EXPECT_EQ(options.people.lookEvery, 2);
    EXPECT_EQ(options.people.normalization, cv::brnpa::NORMALIZE_JOINT);
    EXPECT_EQ(options.people.accept.threshold, 0.25);
    EXPECT_EQ(options.maxFrames, 60);
    EXPECT_EQ(options.snapshot, "a.jpg");
    const AnnotateOptions archive = parseAnnotate("b.avi folder/ --jobs 3 --resume --formats coco,jsonl c.avi");
    EXPECT_EQ(archive.inputs, (std::vector<std::string>{"film.mp4", "b.avi", "folder/", "c.avi"}));
    EXPECT_EQ(archive.jobs, 3);
    EXPECT_TRUE(archive.resume);
    EXPECT_EQ(archive.formats, (ResultFormats{ResultFormat::JsonLines, ResultFormat::Coco}));
    EXPECT_EQ(fileNamesOf(archive.formats), (std::vector<std::string>{"records.jsonl", "coco.json", "summary.json"}));
    EXPECT_EQ(otherFileNames(archive.formats),
              (std::vector<std::string>{"annotated.mp4", "tracks.txt", "people.vtt", "report.html"}));
    EXPECT_TRUE(options.overwrite);
    EXPECT_TRUE(options.quiet);
    EXPECT_EQ(parseAnnotate("--detector yolox.onnx").people.detector.detector, "yolox.onnx");
    EXPECT_EQ(parseAnnotate("--detections a.txt").detections, "a.txt");
    EXPECT_TRUE(parseAnnotate("--anonymise").people.anonymise);
    EXPECT_TRUE(parseAnnotate("--anonymize").people.anonymise);
    EXPECT_EQ(parseAnnotate("--false-accept-rate 1e-4").people.accept.falseAcceptRate, 1e-4);
    const AnnotateOptions lasting =
        parseAnnotate("--gallery people.gallery --camera yard --recorded-at 2026-01-02T03:04:05 --margin 0.05");
    EXPECT_EQ(lasting.people.gallery, "people.gallery");
    EXPECT_EQ(lasting.camera, "yard");
    EXPECT_EQ(lasting.recordedAt, "2026-01-02T03:04:05");
    EXPECT_EQ(lasting.people.accept.margin, 0.05);
}

class WrongArguments : public testing::TestWithParam<const char*> {};

TEST_P(WrongArguments, AreRefusedInOneLine) {
    try {
        parseAnnotate(GetParam());
        FAIL();
    } catch (const CLI::ParseError& error) {
        EXPECT_EQ(std::string(error.what()).find('\n'), std::string::npos) << error.what();
    }
}

INSTANTIATE_TEST_SUITE_P(
    All, WrongArguments,
    testing::Values("--unknown", "--jobs 0", "--jobs many", "--formats", "--formats mp4,gif", "--formats mp4 --formats",
                    "--gallery g --resume --jobs 2", "another.mp4 --gallery g --recorded-at 2026-01-02",
                    "--detect-every 0", "--detect-every 1001", "--detect-every five", "--detect-every 2.5",
                    "--look-every 0", "--normalize some", "--detector-family yolo", "--detector-size 5",
                    "--detector hog --detections a.txt", "--threshold -1", "--threshold nan", "--threshold close",
                    "--false-accept-rate 1.5", "--false-accept-rate nan", "--max-frames 0", "--max-frames -3",
                    "--threshold 0.1 --false-accept-rate 0.1", "--margin -1", "--margin nan", "--camera yard",
                    "--recorded-at 2026-01-02", "--gallery g --recorded-at yesterday", "--snapshot picture",
                    "--snapshot picture.txt", "--snapshot .png"));

}  // namespace
