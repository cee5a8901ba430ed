#include "reid/tracker.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <set>

namespace {

using reid::Detection;
using reid::Embedding;
using reid::Track;
using reid::Tracker;
using reid::TrackerOptions;

const Embedding RED = {1, 0, 0}, BLUE = {0, 0, 1}, PURPLE = {0.7071068F, 0, 0.7071068F};

cv::Rect2f boxAt(float x, float y = 100) {
    return {x, y, 40, 100};
}

/// What a scene shows in one frame.
struct Seen {
    std::vector<Detection> detections;
    std::vector<Embedding> appearances;
    void add(const cv::Rect2f& box, const Embedding& appearance, float confidence = 1) {
        detections.push_back({box, confidence});
        appearances.push_back(appearance);
    }
};

/// @param looked if given, becomes the detections whose appearance the tracker asked for.
const std::vector<Track>& update(Tracker& tracker, const Seen& seen, std::vector<size_t>* looked = nullptr) {
    if (looked) looked->clear();
    return tracker.update(seen.detections, [&](const std::vector<size_t>& wanted) {
        if (looked) *looked = wanted;
        std::vector<Embedding> appearances;
        for (size_t detection : wanted)
            appearances.push_back(seen.appearances.at(detection));
        return appearances;
    });
}

Seen one(const cv::Rect2f& box, const Embedding& appearance = RED, float confidence = 1) {
    Seen seen;
    seen.add(box, appearance, confidence);
    return seen;
}

std::vector<int> idsOf(const std::vector<Track>& tracks) {
    std::vector<int> ids;
    for (const Track& track : tracks)
        ids.push_back(track.id);
    return ids;
}

TEST(Tracker, aTrackIsConfirmedByItsSecondDetection) {
    Tracker tracker;
    EXPECT_FALSE(update(tracker, one(boxAt(0))).at(0).confirmed);
    EXPECT_FALSE(tracker.predict().at(0).confirmed);
    const Track track = update(tracker, one(boxAt(2))).at(0);
    EXPECT_TRUE(track.confirmed);
    EXPECT_EQ(track.id, 1);
    EXPECT_EQ(track.detections, 2);
    EXPECT_EQ(track.framesSinceDetection, 0);
}

TEST(Tracker, anUnconfirmedTrackEndsWhenItIsMissed) {
    Tracker tracker;
    update(tracker, one(boxAt(0)));
    EXPECT_TRUE(update(tracker, {}).empty());
    EXPECT_EQ(idsOf(update(tracker, one(boxAt(0)))), std::vector<int>{2}) << "ids are never used twice";
}

TEST(Tracker, aConfirmedTrackEndsAfterItsTime) {
    TrackerOptions options;
    options.dropAfter = 7;
    Tracker tracker(options);
    update(tracker, one(boxAt(0)));
    update(tracker, one(boxAt(0)));
    for (int frame = 1; frame <= 7; ++frame) {
        ASSERT_EQ(tracker.predict().size(), 1U);
        EXPECT_EQ(tracker.tracks()[0].framesSinceDetection, frame);
    }
    EXPECT_TRUE(tracker.predict().empty());
}

TEST(Tracker, aWeakDetectionCarriesATrackOnButStartsNone) {
    TrackerOptions options;
    options.startConfidence = 1.5;
    Tracker tracker(options);
    EXPECT_TRUE(update(tracker, one(boxAt(0), RED, 1.4F)).empty());
    EXPECT_EQ(update(tracker, one(boxAt(0), RED, 1.5F)).size(), 1U);
    EXPECT_EQ(update(tracker, one(boxAt(0), RED, 0.1F)).at(0).detections, 2);
    EXPECT_FLOAT_EQ(tracker.tracks()[0].confidence, 0.1F);
}

TEST(Tracker, weakDetectionsConfirmNobody) {
    TrackerOptions options;
    options.startConfidence = 0.5;
    Tracker tracker(options);
    update(tracker, one(boxAt(0), RED, 0.6F));
    for (int frame = 0; frame < 5; ++frame)
        EXPECT_FALSE(update(tracker, one(boxAt(0), RED, 0.4F)).at(0).confirmed)
            << "a post that is now and then a person";
    EXPECT_TRUE(update(tracker, one(boxAt(0), RED, 0.5F)).at(0).confirmed);
    EXPECT_TRUE(update(tracker, one(boxAt(0), RED, 0.4F)).at(0).confirmed);
}

TEST(Tracker, aWeakDetectionMustLieWhereThePersonIsExpected) {
    // 45 pixels on, where the box is 40 wide: near enough for a new track whose speed is not known, if it is sure.
    TrackerOptions options;
    options.startConfidence = 1.5;
    for (const float confidence : {1.0F, 2.0F}) {
        Tracker tracker(options);
        update(tracker, one(boxAt(0), RED, 2));
        for (int i = 0; i < 4; ++i)
            tracker.predict();
        const std::vector<Track> tracks = update(tracker, one(boxAt(45), RED, confidence));
        EXPECT_EQ(tracks.size(), confidence < 1.5F ? 0U : 1U);
    }
}

TEST(Tracker, predictsBetweenDetections) {
    Tracker tracker;
    for (int frame = 0; frame <= 40; ++frame) {
        if (frame % 5 == 0) {
            update(tracker, one(boxAt(3.0F * frame)));
        } else {
            tracker.predict();
        }
        if (frame <= 25) continue;
        EXPECT_NEAR(tracker.tracks().at(0).box.x, 3.0F * frame, 3) << frame;
    }
}

/// Two people who walk towards each other and pass; the detector runs on every fifth frame and, where they stand closer
/// than hiddenWithin, sees only the first one.
std::map<int, std::set<int>> idsOfCrossingPeople(Tracker& tracker, const Embedding& first, const Embedding& second,
                                                 float hiddenWithin) {
    std::map<int, std::set<int>> ids;  // of the track on person 0 and 1, before and after the encounter: keys 0..3
    for (int frame = 0; frame <= 100; ++frame) {
        const float x0 = 3.0F * frame, x1 = 300 - 3.0F * frame;
        if (frame % 5 != 0) {
            tracker.predict();
            continue;
        }
        Seen seen;
        seen.add(boxAt(x0), first);
        if (std::abs(x0 - x1) >= hiddenWithin) seen.add(boxAt(x1, 102), second);
        for (const Track& track : update(tracker, seen)) {
            if (std::abs(x0 - x1) < 80 || track.framesSinceDetection > 0) continue;
            const bool isFirst = std::abs(track.box.x - x0) < std::abs(track.box.x - x1);
            ids[(isFirst ? 0 : 1) + (frame > 50 ? 2 : 0)].insert(track.id);
        }
    }
    return ids;
}

TEST(Tracker, crossingPeopleKeepTheirIds) {
    Tracker tracker;
    const auto ids = idsOfCrossingPeople(tracker, RED, BLUE, 0);
    EXPECT_EQ(ids.at(0), std::set<int>{1});
    EXPECT_EQ(ids.at(1), std::set<int>{2});
    EXPECT_EQ(ids.at(2), std::set<int>{1});
    EXPECT_EQ(ids.at(3), std::set<int>{2});
}

TEST(Tracker, aPersonHiddenByAnotherKeepsTheId) {
    Tracker tracker;
    const auto ids = idsOfCrossingPeople(tracker, RED, BLUE, 40);
    EXPECT_EQ(ids.at(2), std::set<int>{1});
    EXPECT_EQ(ids.at(3), std::set<int>{2});
}

TEST(Tracker, appearanceSettlesWhatPlaceLeavesOpen) {
    // Two tracks on nearly one place; the detections come back a little nearer to the wrong one.
    Tracker tracker;
    for (int i = 0; i < 2; ++i) {
        Seen seen;
        seen.add(boxAt(100), RED);
        seen.add(boxAt(112), BLUE);
        update(tracker, seen);
    }
    Seen swapped;
    swapped.add(boxAt(104), BLUE);
    swapped.add(boxAt(108), RED);
    const std::vector<Track>& tracks = update(tracker, swapped);
    ASSERT_EQ(tracks.size(), 2U);
    EXPECT_GT(tracks[0].box.x, 100) << "the red one moved right";
    EXPECT_GT(tracks[0].embedding[0], 0.99F);
    EXPECT_GT(tracks[1].embedding[2], 0.99F);
}

TEST(Tracker, anotherLookBesideIsAnotherTrack) {
    // They overlap by 21 of 59 pixels of width.
    Tracker tracker;
    update(tracker, one(boxAt(0), RED));
    update(tracker, one(boxAt(0), RED));
    EXPECT_EQ(idsOf(update(tracker, one(boxAt(19), BLUE))), (std::vector<int>{1, 2}));
}

TEST(Tracker, whoLooksDifferentAtOnceIsStillTheSameWhereExpected) {
    Tracker tracker;
    update(tracker, one(boxAt(0), RED));
    update(tracker, one(boxAt(0), RED));
    EXPECT_EQ(idsOf(update(tracker, one(boxAt(5), BLUE))), std::vector<int>{1});
    // Nobody was there the last time: this is somebody else in the same place.
    update(tracker, {});
    EXPECT_EQ(idsOf(update(tracker, one(boxAt(5), {0, 1, 0}))), (std::vector<int>{1, 2}));
}

TEST(Tracker, whoIsConfirmedGoesFirst) {
    Seen two = one(boxAt(0));
    two.add(boxAt(30), RED);
    Tracker tracker;
    update(tracker, one(boxAt(0)));
    update(tracker, one(boxAt(0)));
    update(tracker, two);                                               // somebody new, or a mistake
    const std::vector<Track> tracks = update(tracker, one(boxAt(16)));  // a little nearer to that one
    ASSERT_EQ(tracks.size(), 1U);
    EXPECT_EQ(tracks[0].id, 1);
    EXPECT_EQ(tracks[0].detections, 4);
}

TEST(Tracker, aWeakDetectionWhereSomebodyIsExpectedNeedsNoLook) {
    TrackerOptions options;
    options.startConfidence = 0.5;
    Tracker tracker(options);
    std::vector<size_t> looked;
    update(tracker, one(boxAt(0)));
    update(tracker, one(boxAt(0)));
    EXPECT_EQ(update(tracker, one(boxAt(2), BLUE, 0.2F), &looked).at(0).detections, 3)
        << "half hidden, it looks as it may";
    EXPECT_TRUE(looked.empty());
    EXPECT_GT(tracker.tracks()[0].embedding[0], 0.99F);
    // Not found the last time: only if it looks like the one who is missed.
    update(tracker, {});
    EXPECT_EQ(update(tracker, one(boxAt(2), BLUE, 0.2F), &looked).at(0).detections, 3);
    EXPECT_EQ(looked, std::vector<size_t>{0});
    EXPECT_EQ(update(tracker, one(boxAt(2), RED, 0.2F), &looked).at(0).detections, 4);
}

TEST(Tracker, aWeakDetectionTakesNobodyFromAStrongOne) {
    TrackerOptions options;
    options.startConfidence = 0.5;
    Tracker tracker(options);
    update(tracker, one(boxAt(0)));
    update(tracker, one(boxAt(0)));
    Seen both = one(boxAt(0), RED, 0.3F);
    both.add(boxAt(10), RED, 0.9F);
    const std::vector<Track> tracks = update(tracker, both);
    ASSERT_EQ(tracks.size(), 1U);
    EXPECT_EQ(tracks[0].detection, 1);
}

TEST(Tracker, aPartOfAPersonWhoIsFollowedStartsNoTrack) {
    for (const float width : {15.0F, 35.0F}) {
        Tracker tracker;
        for (int frame = 0; frame < 3; ++frame) {
            Seen seen = one(boxAt(0));
            if (frame > 0) seen.add({20, 110, width, 40}, BLUE);  // the first box ends at 40
            update(tracker, seen);
        }
        EXPECT_EQ(idsOf(tracker.tracks()), width < 20 ? std::vector<int>({1}) : std::vector<int>({1, 2})) << width;
    }
}

TEST(Tracker, nobodyComesOutOfAnotherPerson) {
    // 40 pixels wide, 16 and 18 apart: overlaps of 24 / 56 and 22 / 58.
    for (const float apart : {16.0F, 18.0F}) {
        Tracker tracker;
        for (int frame = 0; frame < 3; ++frame) {
            Seen seen = one(boxAt(0));
            if (frame > 0) seen.add(boxAt(apart), BLUE);
            update(tracker, seen);
        }
        EXPECT_EQ(tracker.tracks().size(), apart < 17 ? 1U : 2U) << apart;
    }
}

/// What the tracker makes of looks at one box.
Track seenAt(const cv::Rect2f& box, const std::vector<Embedding>& looks) {
    Tracker tracker;
    for (const Embedding& appearance : looks)
        tracker.update({{box, 1}}, [&](const std::vector<size_t>&) { return std::vector<Embedding>{appearance}; },
                       {640, 480});
    return tracker.tracks().at(0);
}

TEST(Tracker, whoIsCutByTheBorderIsNotClean) {
    // The margin is 10 % of the height of the box.
    const std::vector<std::pair<cv::Rect2f, bool>> boxes = {
        {{100, 100, 40, 100}, true},  {{9, 100, 40, 100}, false},   {{11, 100, 40, 100}, true},
        {{100, 9, 40, 100}, false},   {{591, 100, 40, 100}, false}, {{589, 100, 40, 100}, true},
        {{100, 371, 40, 100}, false}, {{100, 369, 40, 100}, true},  {{100, 30, 100, 425}, false}};
    for (const auto& [box, clean] : boxes)
        EXPECT_EQ(seenAt(box, {RED, RED}).clean, clean) << box;
}

TEST(Tracker, whoFillsThePictureForLongIsClean) {
    // From the thirtieth detection on the margin is 1 % of 480 pixels.
    for (const auto& [top, clean] : std::map<float, bool>{{3.F, false}, {6.F, true}}) {
        const cv::Rect2f box(100, top, 100, 460);
        EXPECT_FALSE(seenAt(box, std::vector<Embedding>(30, RED)).clean);
        EXPECT_EQ(seenAt(box, std::vector<Embedding>(31, RED)).clean, clean) << top;
    }
}

TEST(Tracker, aCutPictureCountsUntilThereIsAWholeOne) {
    const cv::Rect2f cut(100, 375, 40, 100), whole(100, 368, 40, 100);
    EXPECT_FLOAT_EQ(seenAt(cut, {RED, PURPLE}).embedding[0], PURPLE[0]) << "the latest one";
    EXPECT_GT(seenAt(whole, {RED, PURPLE}).embedding[0], PURPLE[0] + 0.1F) << "the mean";
    Tracker tracker;
    const auto see = [&](const cv::Rect2f& box, const Embedding& appearance) {
        return tracker.update({{box, 1}}, [&](auto&) { return std::vector<Embedding>{appearance}; }, {640, 480})
            .at(0)
            .embedding;
    };
    see(cut, RED);
    EXPECT_FLOAT_EQ(see(whole, PURPLE)[0], PURPLE[0]) << "the first whole one replaces what was there";
    EXPECT_FLOAT_EQ(see(cut, RED)[0], PURPLE[0]) << "cut ones do not count any more";
}

TEST(Tracker, aDistantDetectionIsAnotherTrack) {
    Tracker tracker;
    for (int i = 0; i < 10; ++i)
        update(tracker, one(boxAt(0)));
    EXPECT_EQ(idsOf(update(tracker, one(boxAt(80)))), (std::vector<int>{1, 2}));
}

TEST(Tracker, aNewTrackMayMoveByMoreThanItsWidth) {
    // 9 pixels a frame, a detection on every fifth: 45 pixels, where the box is 40 wide and nothing is known of the
    // speed.
    Tracker tracker;
    for (int frame = 0; frame <= 30; ++frame) {
        if (frame % 5 == 0) {
            update(tracker, one(boxAt(9.0F * frame)));
        } else {
            tracker.predict();
        }
    }
    EXPECT_EQ(idsOf(tracker.tracks()), std::vector<int>{1});
    EXPECT_EQ(tracker.tracks()[0].detections, 7);
}

/// Somebody in red walks right until frame 20 and is hidden for some frames.
void hide(Tracker& tracker, int frames) {
    for (int frame = 0; frame <= 20; ++frame)
        update(tracker, one(boxAt(static_cast<float>(4 * frame))));
    for (int frame = 0; frame < frames; ++frame)
        update(tracker, {});
}

TEST(Tracker, whoComesBackNearByIsTheOneWhoWasLost) {
    Tracker tracker;
    hide(tracker, 8);
    // Turned round behind something, where nobody could see it: 150 is expected near 112 by then.
    EXPECT_EQ(idsOf(update(tracker, one(boxAt(50), BLUE))), (std::vector<int>{1, 2})) << "half a person at first";
    EXPECT_EQ(idsOf(update(tracker, one(boxAt(48), PURPLE))), (std::vector<int>{1, 2}));
    std::vector<Track> tracks;
    for (int frame = 2; frame < 6; ++frame)
        tracks = update(tracker, one(boxAt(static_cast<float>(50 - 2 * frame)), RED));
    ASSERT_EQ(idsOf(tracks), std::vector<int>{1});
    EXPECT_TRUE(tracks[0].confirmed);
    EXPECT_GT(tracks[0].detections, 21 + 2) << "before and after";
    EXPECT_NEAR(tracks[0].box.x, 40, 3);
    EXPECT_EQ(tracks[0].misses, 0);
    EXPECT_EQ(idsOf(update(tracker, one(boxAt(38), RED))), std::vector<int>{1});
}

TEST(Tracker, whoComesBackIsAnotherWhere) {
    const auto idsAfter = [](float x, const Embedding& appearance, bool rejoins) {
        TrackerOptions options;
        if (!rejoins) options.rejoinDistance = 0;
        Tracker tracker(options);
        hide(tracker, 4);
        std::vector<Track> tracks;
        for (int frame = 0; frame < 6; ++frame)
            tracks = update(tracker, one(boxAt(x), appearance));
        return idsOf(tracks);
    };
    EXPECT_EQ(idsAfter(40, RED, true), std::vector<int>{1});
    EXPECT_EQ(idsAfter(40, RED, false), (std::vector<int>{1, 2})) << "nobody is nearer than 0";
    EXPECT_EQ(idsAfter(40, BLUE, true), (std::vector<int>{1, 2})) << "who looks different";
    EXPECT_EQ(idsAfter(400, RED, true), (std::vector<int>{1, 2})) << "who is too far away";
}

TEST(Tracker, whoWasSeenBesideAnotherIsNotThatOne) {
    Tracker tracker;
    Seen both;
    both.add(boxAt(0), RED);
    both.add(boxAt(100), RED);
    for (int frame = 0; frame < 5; ++frame)
        update(tracker, both);
    for (int frame = 0; frame < 5; ++frame)
        EXPECT_EQ(idsOf(update(tracker, one(boxAt(100)))), (std::vector<int>{1, 2}));
}

TEST(Tracker, embeddingIsTheRunningMeanOfUnitLength) {
    TrackerOptions options;
    options.maxAppearanceDistance = 2;
    Tracker tracker(options);
    update(tracker, one(boxAt(0), RED));
    const Embedding mean = update(tracker, one(boxAt(0), BLUE)).at(0).embedding;
    for (size_t i = 0; i < 3; ++i)
        EXPECT_NEAR(mean[i], PURPLE[i], 1e-6);
    // From the tenth picture on the newest counts a tenth, so a person who turns around is followed.
    for (int i = 0; i < 60; ++i)
        update(tracker, one(boxAt(0), BLUE));
    EXPECT_GT(tracker.tracks()[0].embedding[2], 0.999F);
}

TEST(Tracker, euclideanMeanIsNotScaled) {
    TrackerOptions options;
    options.metric = reid::Metric::Euclidean;
    options.maxAppearanceDistance = 10;
    Tracker tracker(options);
    update(tracker, one(boxAt(0), {4, 0}));
    EXPECT_FLOAT_EQ(update(tracker, one(boxAt(0), {2, 2})).at(0).embedding[0], 3);
}

TEST(Tracker, aCrowdedPictureIsNotLearned) {
    TrackerOptions options;
    options.maxAppearanceDistance = 2;
    Tracker tracker(options);
    update(tracker, one(boxAt(0), RED));
    Seen crowded;
    crowded.add(boxAt(2), PURPLE);
    crowded.add(boxAt(22), BLUE);  // covers half of the first box
    const std::vector<Track>& tracks = update(tracker, crowded);
    ASSERT_EQ(tracks.size(), 2U);
    EXPECT_FALSE(tracks[0].clean);
    EXPECT_EQ(tracks[0].embedding, RED);
    EXPECT_EQ(tracks[0].detections, 2);
    EXPECT_FALSE(tracks[1].clean);
    // The first clean picture replaces the crowded one that the second track began with.
    Seen clean;
    clean.add(boxAt(0), RED);
    clean.add(boxAt(35), PURPLE);
    update(tracker, clean);
    ASSERT_EQ(tracker.tracks().size(), 2U);
    EXPECT_TRUE(tracker.tracks()[1].clean);
    for (size_t i = 0; i < 3; ++i)
        EXPECT_NEAR(tracker.tracks()[1].embedding[i], PURPLE[i], 1e-6);
}

TEST(Tracker, endRemovesOneTrack) {
    Tracker tracker;
    Seen seen;
    seen.add(boxAt(0), RED);
    seen.add(boxAt(200), BLUE);
    seen.add(boxAt(400), PURPLE);
    update(tracker, seen);
    tracker.end(2);
    tracker.end(77);
    EXPECT_EQ(idsOf(tracker.tracks()), (std::vector<int>{1, 3}));
    update(tracker, seen);
    EXPECT_EQ(idsOf(tracker.tracks()), (std::vector<int>{1, 3, 4}));
    for (size_t i = 0; i < 3; ++i) {
        EXPECT_NEAR(tracker.tracks()[1].embedding[i], PURPLE[i], 1e-6) << "each track keeps its own state";
    }
    EXPECT_NEAR(tracker.tracks()[1].box.x, 400, 1);
}

TEST(Tracker, equalScenesGiveEqualTracks) {
    const auto run = [] {
        Tracker tracker;
        std::vector<cv::Rect2f> boxes;
        for (int frame = 0; frame < 20; ++frame) {
            Seen seen;
            // A perfect tie: four detections on one place with one look.
            for (int i = 0; i < 4; ++i)
                seen.add(boxAt(100), RED);
            for (const Track& track : update(tracker, seen))
                boxes.push_back(track.box);
        }
        return boxes;
    };
    EXPECT_EQ(run(), run());
}

TEST(Tracker, looksAtAClearTrackOnlyWhenALookIsDue) {
    TrackerOptions options;
    options.lookEvery = 3;
    Tracker tracker(options);
    std::vector<std::vector<size_t>> looks(9);
    for (int frame = 0; frame < 9; ++frame) {
        const Track track = update(tracker, one(boxAt(2.F * frame)), &looks[static_cast<size_t>(frame)]).at(0);
        EXPECT_EQ(track.id, 1);
        EXPECT_EQ(track.detections, frame + 1);
        EXPECT_EQ(track.detection, 0);
    }
    // A new track, one that is not confirmed yet, then every third frame.
    const std::vector<size_t> first = {0}, none;
    EXPECT_EQ(looks, (std::vector<std::vector<size_t>>{first, first, none, none, first, none, none, first, none}));
}

TEST(Tracker, looksWhereThereIsDoubt) {
    TrackerOptions options;
    options.lookEvery = 100;
    options.startConfidence = 0.5;
    std::vector<size_t> looked;
    const auto walked = [&](const Seen& seen) {
        Tracker tracker(options);
        for (int frame = 0; frame < 3; ++frame)
            update(tracker, one(boxAt(0)), &looked);
        EXPECT_TRUE(looked.empty()) << "nobody else there";
        return update(tracker, seen, &looked);
    };
    Seen beside = one(boxAt(0));
    beside.add(boxAt(300), BLUE);
    beside.add(boxAt(500), BLUE, 0.2F);
    EXPECT_EQ(idsOf(walked(beside)), (std::vector<int>{1, 2}));
    EXPECT_EQ(looked, std::vector<size_t>{1}) << "somebody new; a weak detection far from everybody is nobody";

    Seen two = one(boxAt(0));
    two.add(boxAt(20), RED);
    walked(two);
    EXPECT_EQ(looked, (std::vector<size_t>{0, 1})) << "two detections for one track";

    EXPECT_EQ(idsOf(walked(one(boxAt(19), BLUE))), std::vector<int>({1, 2}));
    EXPECT_EQ(looked, std::vector<size_t>{0}) << "half beside the track: it is another person's";
}

TEST(Tracker, errors) {
    Tracker tracker;
    EXPECT_THROW(tracker.update({{boxAt(0), 1}}, [](auto&) { return std::vector<Embedding>(); }), cv::Exception);
    EXPECT_THROW(update(tracker, one({0, 0, 0, 5})), cv::Exception);
    TrackerOptions options;
    options.minOverlap = 1.5;
    EXPECT_THROW(Tracker{options}, cv::Exception);
    options = {};
    options.confirmAfter = 0;
    EXPECT_THROW(Tracker{options}, cv::Exception);
    options = {};
    options.rejoinDistance = NAN;
    EXPECT_THROW(Tracker{options}, cv::Exception);
    options = {};
    options.appearanceWeight = -0.1;
    EXPECT_THROW(Tracker{options}, cv::Exception);
}

}  // namespace
