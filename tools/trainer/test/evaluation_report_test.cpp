#include <gtest/gtest.h>

#include <sstream>

#include "evaluation/evaluation.hpp"

namespace brnpa::trainer {
namespace {

Evaluation example() {
    Evaluation evaluation;
    evaluation.dataset = "a data set";
    evaluation.protocol = "a protocol";
    evaluation.people = 12;
    evaluation.pictures = 345;
    evaluation.ranking.rank1 = 0.111;
    evaluation.ranking.rank5 = 0.222;
    evaluation.ranking.rank10 = 0.333;
    evaluation.ranking.rank20 = 0.444;
    evaluation.ranking.meanAveragePrecision = 0.555;
    evaluation.ranking.trapezoidMeanAveragePrecision = 0.666;
    evaluation.ranking.meanInverseNegativePenalty = 0.777;
    evaluation.ranking.queries = 67;
    evaluation.verification = {{0.001, 0.888, 0.999}};
    evaluation.thresholds = {{0.01, 0.6712, 0.65, 0.69, 0.876}};
    return evaluation;
}

TEST(EvaluationReport, JsonKeepsItsKeys) {
    auto json = toJson(example());
    EXPECT_EQ(json.at("dataset"), "a data set");
    EXPECT_EQ(json.at("people"), 12);
    EXPECT_EQ(json.at("pictures"), 345);
    EXPECT_EQ(json.at("queries"), 67);
    EXPECT_EQ(json.at("queries_without_match"), 0);
    EXPECT_EQ(json.at("rank1"), 0.111);
    EXPECT_EQ(json.at("rank20"), 0.444);
    EXPECT_EQ(json.at("mAP"), 0.555);
    EXPECT_EQ(json.at("mAP_trapezoid"), 0.666);
    EXPECT_EQ(json.at("mINP"), 0.777);
    EXPECT_EQ(json.at("verification").at(0).at("true_positive_rate_fast_reid"), 0.999);
    EXPECT_EQ(json.at("thresholds").at(0).at("distance"), 0.6712);
    EXPECT_FALSE(json.contains("reranked"));
    Evaluation evaluation = example();
    evaluation.reranked = evaluation.ranking;
    evaluation.reranked->rank1 = 0.123;
    EXPECT_EQ(toJson(evaluation).at("reranked").at("rank1"), 0.123);
}

TEST(EvaluationReport, TableHoldsEveryNumberUnderItsName) {
    Evaluation evaluation = example();
    evaluation.reranked = evaluation.ranking;
    evaluation.reranked->rank1 = 0.123;
    const std::string table = toTable(evaluation);
    std::istringstream lines(table);
    std::string header, numbers, reranked;
    for (std::string line; std::getline(lines, line);) {
        EXPECT_LE(line.size(), 120u) << line;
        if (line.find("rank-1") != std::string::npos) {
            header = line;
            std::getline(lines, numbers);
            std::getline(lines, reranked);
        }
    }
    const std::pair<const char*, const char*> columns[] = {
        {"rank-1", "11.1"}, {"rank-5", "22.2"}, {"rank-20", "44.4"}, {"mAP, trapezoid", "66.6"}, {"mINP", "77.7"}};
    for (const auto& [name, number] : columns)
        EXPECT_EQ(header.find(name) + std::string(name).size(), numbers.find(number) + 4) << name << "\n" << table;
    EXPECT_NE(reranked.find("12.3"), std::string::npos) << table;
    for (const char* part : {"a data set", "345 pictures of 12 people, 67 queries", "88.8 %", "99.9 %", "0.671",
                             "0.650 to 0.690", "87.6 %", "1 % of different people", "FPR 0.1 %"})
        EXPECT_NE(table.find(part), std::string::npos) << part << "\n" << table;
}

}  // namespace
}  // namespace brnpa::trainer
