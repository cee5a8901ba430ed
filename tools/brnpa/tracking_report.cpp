#include "tracking_report.hpp"

#include <fmt/format.h>

#include "text_table.hpp"

namespace {

std::string percent(double share) {
    return fmt::format("{:.1f} %", 100 * share);
}

nlohmann::ordered_json hotaJson(const reid::HotaValues& values) {
    return {{"HOTA", values.hota}, {"DetA", values.detA}, {"AssA", values.assA}, {"LocA", values.locA}};
}

}  // namespace

void printReport(const reid::TrackingMetrics& metrics, double overlap, std::ostream& out) {
    out << fmt::format("Ground truth: {} people in {} boxes. Result: {} tracks in {} boxes.\n", metrics.people,
                       metrics.personBoxes, metrics.tracks, metrics.trackBoxes);
    const reid::HotaValues& hota = metrics.hota.mean;
    const reid::ClearMot& clear = metrics.clear;
    const reid::IdentityMetrics& identity = metrics.identity;
    TextTable table({"FIGURE", "VALUE", "MEANING"});
    table.add({"HOTA", percent(hota.hota), "finding and following in balance; mean over overlaps from 0.05 to 0.95"});
    table.add({"DetA", percent(hota.detA), "finding: matches among matches, misses and false positives"});
    table.add({"AssA", percent(hota.assA), "following: what a person and its track have in common of their lives"});
    table.add({"LocA", percent(hota.locA), "placing: mean overlap of matches"});
    table.add({"MOTA", percent(clear.mota),
               "100 % minus misses, false positives and switches for each box of people; may be negative"});
    table.add({"MOTP", percent(clear.motp), fmt::format("mean overlap of matches of at least {:g}", overlap)});
    table.add({"IDF1", percent(identity.f1), "boxes with the right id, when each person is given one track for good"});
    table.add({"IDP", percent(identity.precision), "these among the boxes of tracks"});
    table.add({"IDR", percent(identity.recall), "these among the boxes of people"});
    const auto count = [&](const char* name, int64_t value, const char* meaning) {
        table.add({name, std::to_string(value), meaning});
    };
    count("false positives", clear.falsePositives, "boxes of tracks where nobody is");
    count("misses", clear.misses, "boxes of people without a track");
    count("switches", clear.identitySwitches, "a person goes on with another track");
    count("fragments", clear.fragmentations, "a person is lost and found again");
    count("mostly tracked", clear.mostlyTracked, "people found in more than 80 % of their boxes");
    count("partly tracked", clear.partlyTracked, "people found in 20 % to 80 % of their boxes");
    count("mostly lost", clear.mostlyLost, "people found in less than 20 % of their boxes");
    table.print(out);
}

nlohmann::ordered_json toJson(const reid::TrackingMetrics& metrics) {
    const reid::ClearMot& clear = metrics.clear;
    const reid::IdentityMetrics& identity = metrics.identity;
    nlohmann::ordered_json hota = hotaJson(metrics.hota.mean);
    hota["by_iou"] = nlohmann::ordered_json::array();
    for (size_t i = 0; i < metrics.hota.at.size(); ++i) {
        nlohmann::ordered_json one = {{"iou", metrics.hota.overlaps[i]}};
        one.update(hotaJson(metrics.hota.at[i]));
        hota["by_iou"].push_back(one);
    }
    return {{"people", metrics.people},
            {"person_boxes", metrics.personBoxes},
            {"tracks", metrics.tracks},
            {"track_boxes", metrics.trackBoxes},
            {"hota", hota},
            {"clear",
             {{"MOTA", clear.mota},
              {"MOTP", clear.motp},
              {"matches", clear.matches},
              {"false_positives", clear.falsePositives},
              {"misses", clear.misses},
              {"identity_switches", clear.identitySwitches},
              {"fragmentations", clear.fragmentations},
              {"mostly_tracked", clear.mostlyTracked},
              {"partly_tracked", clear.partlyTracked},
              {"mostly_lost", clear.mostlyLost}}},
            {"identity",
             {{"IDF1", identity.f1},
              {"IDP", identity.precision},
              {"IDR", identity.recall},
              {"IDTP", identity.truePositives},
              {"IDFP", identity.falsePositives},
              {"IDFN", identity.falseNegatives}}}};
}
