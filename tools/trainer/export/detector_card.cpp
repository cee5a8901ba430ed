#include <fmt/format.h>

#include "evaluation/opencv_detector.hpp"
#include "export/detector_folder.hpp"
#include "export/model_json.hpp"

namespace brnpa::trainer {
namespace {

std::string row(const DetectionFigures& figures) {
    const auto percent = [](double value) {
        return value < 0 ? std::string("-") : fmt::format("{:.1f} %", 100 * value);
    };
    return fmt::format("| {} | {} | {} | {} | {} | {} |\n", figures.which, figures.pictures, figures.people,
                       percent(figures.ap), percent(figures.ap50), percent(figures.ap75));
}

std::string measured(const DetectionEvaluation& evaluation) {
    std::string text = "On " + evaluation.dataset + ". " + evaluation.protocol + ".\n\n" +
                       "| which | pictures | people | AP | AP50 | AP75 |\n| --- | --- | --- | --- | --- | --- |\n";
    text += row(evaluation.all);
    for (const auto& figures : evaluation.sources)
        text += row(figures);
    for (const auto& figures : evaluation.heights)
        text += row(figures);
    return text + fmt::format(
                      "\nHeights are those of people in pixels of the network's input. The best F1 at IoU 0.5 is "
                      "{:.1f} % (precision {:.1f} %, recall {:.1f} %), with the score {:.2f}.\n\n",
                      100 * evaluation.best.f1, 100 * evaluation.best.precision, 100 * evaluation.best.recall,
                      evaluation.best.score);
}

std::string originText(const TrainingOrigin& origin) {
    std::string text = "Trained on";
    for (const auto& set : origin.sets)
        text += fmt::format(" {} ({} pictures with {} people).", set.name, set.pictures, set.people);
    if (!origin.weights.empty()) text += " The backbone started from the weights of " + origin.weights + ".";
    if (!origin.from.empty()) text += " The network started from the detector " + origin.from + ".";
    return text;
}

std::string again(const DetectorAccount& account) {
    const DetectionRecipe& recipe = account.recipe;
    const auto& optimizer = recipe.optimizer;
    auto text = fmt::format(
        "{:g} epochs of batches of {}; mosaics of {} x {}, in the last {} epochs whole pictures; {}, learning rate "
        "{:g} (backbone) and {:g} (rest), weight decay {:g}, {} schedule with {:g} epochs of warm-up. All of it is in "
        "recipe.json.",
        recipe.schedule.epochs, recipe.sampler.batch, recipe.sampler.width, recipe.sampler.height,
        recipe.augmentation.wholeEpochs, optimizer.name, optimizer.learningRate, optimizer.headLearningRate,
        optimizer.weightDecay, recipe.schedule.name, recipe.schedule.warmUpEpochs);
    if (static_cast<double>(account.epochs) < recipe.schedule.epochs)
        text += fmt::format(" The weights were taken after {} of the epochs.", account.epochs);
    const std::string data = account.origin.sets.empty() ? "DATA" : account.origin.sets.front().name;
    std::string others;
    for (std::size_t i = 1; i < account.origin.sets.size(); ++i)
        others += " --data " + account.origin.sets[i].name;
    std::string weights = account.origin.weights.empty() ? "" : " --weights " + account.origin.weights;
    if (!account.origin.from.empty()) weights += " --from " + account.origin.from;
    return text + fmt::format(
                      "\n\n    brnpa-train train recipe.json --data {0}{3}{1} --output out\n"
                      "    brnpa-train evaluate out/checkpoint.pt --data {0}\n"
                      "    brnpa-train export out/checkpoint.pt --data {0} --output {2}\n\n"
                      "`--data` is a folder with images/, images.csv and labels.csv, `--weights` what the trainer's "
                      "README says. On pictures of your own cameras: label people in them and write the same lists.\n",
                      data, weights, recipe.name, others);
}

}  // namespace

nlohmann::ordered_json detectorJson(const DetectorAccount& account) {
    const DetectionRecipe& recipe = account.recipe;
    auto json = modelJsonHead(recipe.name, "detect", account.onnx, recipe.input);
    json["detection"] = {{"output", detectionsName},        {"family", "yolox"},
                         {"strides", detectionStrides},     {"classes", {"person"}},
                         {"score", recipe.detection.score}, {"overlap", recipe.detection.overlap}};
    json["measured"] = nlohmann::ordered_json::array();
    addModelJsonTail(json, recipe.card);
    if (account.evaluation)
        json["measured"].push_back({{"dataset", account.evaluation->dataset},
                                    {"protocol", account.evaluation->protocol},
                                    {"AP50", account.evaluation->all.ap50},
                                    {"AP", account.evaluation->all.ap}});
    return json;
}

std::string detectorCard(const DetectorAccount& account, const DetectorCheck& check) {
    const DetectionRecipe& recipe = account.recipe;
    std::string text = fmt::format(
        "# {0}\n\n"
        "Finds people in pictures: one box and one score for each. A YOLOX detector (Ge et al., arXiv 2107.08430) on "
        "MobileNetV2, without anchors, with a top-down pathway of {1} channels and depthwise-separable heads.\n\n"
        "| | |\n| --- | --- |\n"
        "| input `images` | N x 3 x H x W, R, G, B, (pixel - mean) / std as in model.json; H and W any multiples of "
        "32, {2} x {3} by default |\n"
        "| output `{4}` | N x A x 6: dx, dy, log w, log h, objectness, class score; a row for each cell of the strides "
        "8, 16 and 32 |\n"
        "| size of model.onnx | {5:.1f} MB |\n\n"
        "The picture is scaled to fit the input, put at its top left, the rest filled with grey 114. A box has its "
        "center at (d + (column, row)) * stride and the size exp(log size) * stride; its score is objectness * class "
        "score; overlapping boxes are suppressed at IoU {6:g}.\n\n",
        recipe.name, recipe.pyramid.channels, recipe.input.height, recipe.input.width, detectionsName,
        static_cast<double>(account.onnx.size()) / 1e6, recipe.detection.overlap);
    text += "## Data and terms\n\n" + originText(account.origin) + " " +
            (recipe.card.terms.empty() ? "The terms of the data are not stated." : recipe.card.terms) + "\n\n";
    if (account.evaluation) text += "## Measured\n\n" + measured(*account.evaluation);
    text += fmt::format(
        "Exported model against LibTorch, on {} at two sizes of the input: {:.1g} (of the largest number).\n\n"
        "Speed in cv::dnn of OpenCV {} on the machine that exported it, on one processor core: {:.1f} ms for a picture "
        "at {} x {} (processor time).\n\n",
        account.evaluation ? "validation pictures" : "noise", check.error, check.opencvVersion, check.milliseconds,
        recipe.input.width, recipe.input.height);
    text +=
        "## Where it fails\n\n"
        "- Small people: the lower rows of the table above tell by how much. A larger input shows them larger, and "
        "takes longer in proportion to its area.\n"
        "- Crowds: the training asks for nobody of whom less than half is seen, and of two people whose boxes overlap "
        "beyond the suppression's limit one is dropped.\n"
        "- Views that its data lacks: from straight above, fish-eye, infrared other than the night camera's, people "
        "who sit, lie or ride, parts of a person close to the camera.\n"
        "- Things of a person's shape: statues, mannequins, posters, mirrors.\n"
        "- On people, clothes and light that its data lacks; errors will not fall on all people alike. It must not "
        "decide alone about anybody.\n\n";
    return text + "## How to make it again\n\n" + again(account);
}

}  // namespace brnpa::trainer
