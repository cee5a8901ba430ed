#include "reid/record.hpp"

#include <gtest/gtest.h>

#include "made_maps.hpp"

namespace {

reid::Person somebody() {
    reid::Person person{};
    person.trackId = 4;
    person.identity = 7;
    person.name = "Anna";
    person.box = {10.126F, 20, 30.5F, 80};
    person.confidence = 1.25F;
    person.detected = true;
    person.looked = true;
    person.distance = 0.123456;
    person.runnerUp = 0.5;
    person.appearance.maps = madeMaps(1, 1, 2, {0.5F, 0.5F});
    person.appearance.norms = cv::Mat1f(1, 2, 2.0F);
    return person;
}

TEST(Record, everyFieldInOrder) {
    EXPECT_EQ(toJson(reid::Record{12, 480000000, somebody()}).dump(),
              R"({"schema_version":4,"frame":12,"pts_ns":480000000,"track_id":4,"identity":7,"name":"Anna",)"
              R"("box":{"x":10.13,"y":20.0,"width":30.5,"height":80.0},"detected":true,"confidence":1.25,)"
              R"("distance":0.1235,"runner_up":0.5,)"
              R"("looked":true,"saliency":[{"centroid":[0.5,0.5],"spread":0.25,"share":1.0}]})");
}

TEST(Record, whatIsNotKnownIsNull) {
    reid::Person person = somebody();
    person.identity.reset();
    person.name.clear();
    person.distance.reset();
    person.runnerUp.reset();
    person.appearance = {};
    const nlohmann::ordered_json json = toJson(reid::Record{0, 0, person});
    EXPECT_TRUE(json.at("identity").is_null());
    EXPECT_TRUE(json.at("name").is_null());
    EXPECT_TRUE(json.at("distance").is_null());
    EXPECT_TRUE(json.at("runner_up").is_null());
    EXPECT_EQ(json.at("saliency"), nlohmann::ordered_json::array());
}

}  // namespace
