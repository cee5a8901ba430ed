#include <fmt/format.h>

#include "export/model_folder.hpp"
#include "export/onnx_export.hpp"
#include "export/opencv_check.hpp"

namespace brnpa::trainer {
namespace {

std::string strideText(const std::vector<int>& strides) {
    std::string text;
    for (const int stride : strides)
        text += (text.empty() ? "" : ", ") + std::to_string(stride);
    return text;
}

std::string ranking(const Evaluation& evaluation) {
    const auto& ranking = evaluation.ranking;
    return fmt::format(
        "| {}; {} pictures of {} people, {} queries; {} | {:.1f} % | {:.1f} % | {:.1f} % | {:.1f} % | {:.1f} % |\n",
        evaluation.dataset, evaluation.pictures, evaluation.people, ranking.queries, evaluation.protocol,
        100 * ranking.rank1, 100 * ranking.rank5, 100 * ranking.rank10, 100 * ranking.meanAveragePrecision,
        100 * ranking.meanInverseNegativePenalty);
}

std::string figures(const std::vector<Evaluation>& evaluations) {
    std::string text = "| data | rank-1 | rank-5 | rank-10 | mAP | mINP |\n| --- | --- | --- | --- | --- | --- |\n";
    for (const auto& evaluation : evaluations)
        text += ranking(evaluation);
    text +=
        "\nThe training saw none of these people. Pictures of the query's person in the query's own camera are taken "
        "out "
        "of the ranking; average precision is the mean of the precision at every match (not the trapezoid rule). The "
        "first row is at home: cameras that filmed the training data, and a gallery smaller than that of a published "
        "test, so do not compare it with published figures, and expect less on other cameras";
    text += evaluations.size() > 1 ? ": the other rows.\n\n" : ".\n\n";
    text +=
        "Distance (1 - cosine similarity) up to which a picture counts as a known person: the distance to the nearest "
        "of at most 16 pictures of the person, as many as a gallery keeps. Measured on the first row, each picture "
        "against each person, by pictures that other cameras took; the interval (95 %) is a bootstrap over people:\n\n"
        "| other people accepted | distance | interval | same person accepted |\n| --- | --- | --- | --- |\n";
    for (const auto& threshold : evaluations.front().thresholds)
        text += fmt::format("| {:g} | {:.3f} | {:.3f} to {:.3f} | {:.1f} % |\n", threshold.falseAcceptRate,
                            threshold.distance, threshold.low, threshold.high, 100 * threshold.trueAcceptRate);
    return text;
}

//! "MobileNetV2 with the strides ..., a feature pyramid ..., "
std::string architecture(const Recipe& recipe) {
    auto text = fmt::format("MobileNetV2 with the strides {} (stem, then stages)", strideText(recipe.backbone.strides));
    if (!recipe.pyramid.stages.empty())
        text += fmt::format(", a feature pyramid of {} channels that joins stages {} and the last",
                            recipe.pyramid.channels, strideText(recipe.pyramid.stages));
    return text;
}

std::string origin(const TrainingOrigin& origin) {
    std::string sets;
    for (const auto& set : origin.sets)
        sets += fmt::format("{}{} ({} pictures of {} people)", sets.empty() ? "" : ", ", set.name, set.pictures,
                            set.people);
    std::string text = sets.empty() ? "The training data is not recorded." : "Trained on " + sets + ".";
    if (!origin.weights.empty()) text += " The backbone started from the weights of " + origin.weights + ".";
    if (!origin.from.empty()) text += " The network started from the model " + origin.from + ".";
    if (!origin.teacher.empty()) text += " It learnt from the model " + origin.teacher + " (distillation).";
    return text;
}

std::string settings(const Recipe& recipe, std::int64_t epochs) {
    const auto& optimizer = recipe.optimizer;
    auto text = fmt::format(
        "{:g} epochs of {} people x {} pictures a batch; {}, learning rate {:g} (backbone) and {:g} (head), weight "
        "decay "
        "{:g}, {} schedule with {:g} epochs of warm-up; {}. All of it is in recipe.json.",
        recipe.schedule.epochs, recipe.sampler.identities, recipe.sampler.imagesPerIdentity, optimizer.name,
        optimizer.learningRate, optimizer.headLearningRate, optimizer.weightDecay, recipe.schedule.name,
        recipe.schedule.warmUpEpochs, recipe.precision);
    if (static_cast<double>(epochs) < recipe.schedule.epochs)
        text += fmt::format(" The weights were taken after {} of the epochs.", epochs);
    return text;
}

std::string again(const ModelAccount& account) {
    const Recipe& recipe = account.recipe;
    std::string training = "    brnpa-train train recipe.json", first = "DATA";
    for (const auto& set : account.origin.sets)
        training += " --data " + set.name;
    if (!account.origin.sets.empty()) first = account.origin.sets.front().name;
    if (!account.origin.weights.empty()) training += " --weights " + account.origin.weights;
    if (!account.origin.from.empty()) training += " --from " + account.origin.from + ".pt";
    if (!account.origin.teacher.empty()) training += " --teacher " + account.origin.teacher + ".pt";
    return training + " --output out\n" +
           fmt::format(
               "    brnpa-train evaluate out/checkpoint.pt --data {0}\n"
               "    brnpa-train export out/checkpoint.pt --data {0} --output {1}\n\n"
               "`--data` is the folder of a data set, `--weights` what the trainer's README says. Every {2}th identity "
               "of "
               "the sorted list, from number {3} on (counted from 0), is kept for validation. Sums in another order "
               "(another number of threads, another processor) give slightly other weights.\n\n"
               "On footage of your own: sort crops of people into a folder for each person (a gallery exported by the "
               "tools is one), name the camera in the file names (`c1_...jpg`), and give it as `--data "
               "folders:FOLDER`, "
               "alone or behind the data above.\n",
               first, recipe.name, recipe.validation.every, recipe.validation.offset);
}

}  // namespace

std::string modelCard(const ModelAccount& account, const OpencvCheck& check) {
    const Recipe& recipe = account.recipe;
    const MapSize maps = mapSize(recipe);
    std::string text = fmt::format(
        "# {0}\n\n"
        "Person re-identification with BR-NPA attention (arXiv 2106.02566): a crop of one person goes in; an embedding "
        "to compare by "
        "cosine, and {1} attention maps that show where the network looked, come out. {2}, a 1x1 convolution to {3} "
        "channels, BR-NPA with {1} parts, BNNeck.\n\n"
        "| | |\n| --- | --- |\n"
        "| input `{4}` | N x 3 x {5} x {6}, R, G, B, (pixel - mean) / std as in model.json |\n"
        "| output `{7}` | N x {8} |\n"
        "| output `{9}` | N x {1} x {10} x {11}, each map sums to 1 |\n"
        "| output `{12}` | N x 1 x {10} x {11}, length of the feature vectors |\n"
        "| size of model.onnx | {13:.1f} MB |\n\n",
        recipe.name, recipe.head.numParts, architecture(recipe), recipe.head.channels, inputName, recipe.input.height,
        recipe.input.width, embeddingName, recipe.embeddingSize(), mapsName, maps.height, maps.width, normsName,
        static_cast<double>(account.onnx.size()) / 1e6);
    text += "## Data and terms\n\n" + origin(account.origin) + " " +
            (recipe.card.terms.empty() ? "The terms of the data are not stated." : recipe.card.terms) + "\n\n";
    if (!account.evaluations.empty()) text += "## Measured\n\n" + figures(account.evaluations) + "\n";
    text += fmt::format(
        "Exported model against LibTorch, on {}: embedding {:.1g} (of the largest component), maps {:.1g}, norms "
        "{:.1g} (of the "
        "largest norm).\n\n"
        "Speed in cv::dnn of OpenCV {} on the machine that exported it, on one processor core: {:.1f} ms for one crop, "
        "{:.0f} "
        "crops a second in batches of 8 (processor time).\n\n",
        account.evaluations.empty() ? "random input" : "validation pictures", check.embeddingError, check.mapsError,
        check.normsError, check.opencvVersion, check.millisecondsAlone, check.picturesPerSecond);
    text +=
        "## Where it fails\n\n"
        "- On other cameras. Re-identification loses a good part of its accuracy on cameras it was not trained on "
        "(published models "
        "that reach 94 % rank-1 at home fall to 60 to 70 % elsewhere). Calibrate the threshold on your own footage.\n"
        "- It knows clothes, not people: the same person in another coat is a stranger, two people in the same uniform "
        "are one.\n"
        "- It expects the whole person, upright, filling the crop. Heads alone, people behind counters, groups in one "
        "crop and crops "
        "that are far off the person give embeddings that mean little.\n"
        "- On people, clothes, seasons and light that its data lacks; errors will not fall on all people alike. It "
        "must "
        "not decide alone about anybody.\n"
        "- The maps show which pixels were grouped into the embedding. They do not prove why two pictures matched.\n\n";
    return text + "## How to make it again\n\n" + settings(recipe, account.epochs) + "\n\n" + again(account);
}

}  // namespace brnpa::trainer
