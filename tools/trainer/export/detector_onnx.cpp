#include "export/detector_onnx.hpp"

#include "evaluation/opencv_detector.hpp"
#include "export/onnx_export.hpp"
#include "export/onnx_layers.hpp"

namespace brnpa::trainer {
namespace {

constexpr std::int64_t columns = 6;

//! N x 6 x cells.
std::string exportHead(OnnxGraph& graph, DetectionHeadImpl& head, const std::string& name, const std::string& level) {
    const auto places = exportChain(graph, head.boxBranch, name + ".box_branch", level);
    const auto classes = exportChain(graph, head.classBranch, name + ".class_branch", level);
    const auto box = graph.convolution(name + ".box", places, plain(*head.box));
    const auto score = [&](const std::string& what, const std::string& input, const torch::nn::Conv2d& layer) {
        return graph.operation("Sigmoid", name + "." + what + ".score",
                               {graph.convolution(name + "." + what, input, plain(*layer))});
    };
    const auto joined =
        graph.operation("Concat", name + ".joined",
                        {box, score("objectness", places, head.objectness), score("person", classes, head.person)},
                        {{{"axis", 1}}, {}});
    // 0 keeps a size and -1 takes the rest: no size of the picture is written into the file.
    return graph.operation("Reshape", name + ".rows", {joined, graph.constant(name + ".sizes", {0, columns, -1})});
}

}  // namespace

std::string exportDetectorOnnx(DetectionNetwork network, const std::string& name) {
    OnnxGraph graph(name, inputName, {3, OnnxGraph::anySize, OnnxGraph::anySize});
    const auto stages = exportBackbone(graph, network->backbone, inputName);
    const auto fine = exportChain(graph, network->fineLateral, "fine_lateral", stages[network->fineStage]);
    const auto coarse = exportChain(graph, network->coarseLateral, "coarse_lateral", stages[network->coarseStage]);
    const auto coarsest = exportChain(graph, network->down, "down", coarse);
    const auto middle =
        exportChain(graph, network->coarseMerge, "coarse_merge",
                    graph.add("coarse_sum", coarse, graph.repeatPixels("coarsest_repeat", coarsest, 2)));
    const auto finest = exportChain(graph, network->fineMerge, "fine_merge",
                                    graph.add("fine_sum", fine, graph.repeatPixels("middle_repeat", middle, 2)));
    const std::string levels[] = {finest, middle, coarsest};
    std::vector<std::string> rows;
    for (std::size_t i = 0; i < network->heads.size(); ++i)
        rows.push_back(exportHead(graph, *network->heads[i], "head" + std::to_string(detectionStrides[i]), levels[i]));
    const auto all = graph.operation("Concat", "rows", rows, {{{"axis", 2}}, {}});
    graph.operation("Transpose", detectionsName, {all}, {{}, {{"perm", {0, 2, 1}}}});
    graph.output(detectionsName, {OnnxGraph::anySize, columns});
    return graph.serialize();
}

}  // namespace brnpa::trainer
