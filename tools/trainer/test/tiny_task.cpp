#include "test/tiny_task.hpp"

#include <fmt/format.h>

#include <opencv2/imgcodecs.hpp>

namespace brnpa::trainer {

void writeTinyMarket(const TemporaryFolder& folder) {
    const std::string root = folder.file("bounding_box_train");
    std::filesystem::create_directory(root);
    cv::RNG random(1);
    for (int person = 1; person <= tinyPeople; ++person) {
        // The six corners of the color cube that are neither dark nor light.
        const cv::Scalar color(person & 1 ? 200 : 60, person & 2 ? 200 : 60, person & 4 ? 200 : 60);
        for (int picture = 0; picture < tinyPicturesPerPerson; ++picture) {
            cv::Mat image(32, 16, CV_8UC3);
            random.fill(image, cv::RNG::NORMAL, color, cv::Scalar::all(25));
            const std::string name = fmt::format("{:04}_c{}s1_{:06}_00.png", person, 1 + picture % 3, picture);
            cv::imwrite((std::filesystem::path(root) / name).string(), image);
        }
    }
}

nlohmann::json tinyRecipe() {
    return nlohmann::json::parse(R"({
        "name": "tiny", "seed": 7,
        "input": {"width": 16, "height": 32},
        "backbone": {"strides": [2, 1, 2]},
        "head": {"channels": 12, "num_parts": 2},
        "validation": {"every": 3, "offset": 1},
        "sampler": {"identities": 2, "images_per_identity": 2},
        "augmentation": {"flip": 0.5, "pad": 2, "erase": 0.5},
        "schedule": {"epochs": 2, "warm_up_epochs": 0.5}
    })");
}

}  // namespace brnpa::trainer
