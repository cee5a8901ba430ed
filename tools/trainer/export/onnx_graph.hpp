#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace brnpa::trainer {

/** Builds an ONNX model of opset 10 and of the operator domain ai.brnpa, node by node.

Every method that adds a node returns the name of its output. Tensors are float32; weights are given row by row.
*/
class OnnxGraph {
  public:
    //! Of a dimension that is known at run time only.
    static constexpr std::int64_t anySize = -1;

    /** @param input name; its batch dimension is dynamic and named "batch".
        @param sizes channels, height, width, each a number or anySize. */
    OnnxGraph(const std::string& modelName, const std::string& input, const std::vector<std::int64_t>& sizes);
    ~OnnxGraph();
    OnnxGraph(const OnnxGraph&) = delete;
    OnnxGraph& operator=(const OnnxGraph&) = delete;

    struct Convolution {
        std::vector<std::int64_t> weightSizes;  //!< out, in / groups, kernel height, kernel width
        std::vector<float> weights, bias;
        std::int64_t stride = 1, padding = 0, groups = 1;
    };
    std::string convolution(const std::string& name, const std::string& input, const Convolution& convolution);
    std::string relu(const std::string& name, const std::string& input);
    std::string relu6(const std::string& name, const std::string& input);
    std::string add(const std::string& name, const std::string& a, const std::string& b);

    //! Every pixel becomes factor x factor equal ones.
    std::string repeatPixels(const std::string& name, const std::string& input, int factor);

    //! input * scale + shift, one number a column of an N x D input.
    void scaleShift(const std::string& name, const std::string& input, const std::vector<float>& scale,
                    const std::vector<float>& shift, const std::string& output);

    struct Brnpa {
        std::int64_t numParts;
        float epsilon;
        std::string vectors, maps, norms;  //!< names of the outputs
    };
    void brnpa(const std::string& name, const std::string& input, const Brnpa& brnpa);

    //! Whole numbers of a node: single ones and lists.
    struct Attributes {
        std::vector<std::pair<std::string, std::int64_t>> numbers;
        std::vector<std::pair<std::string, std::vector<std::int64_t>>> lists;
    };

    //! Any operator with one output, which is named as the node.
    std::string operation(const std::string& type, const std::string& name, const std::vector<std::string>& inputs,
                          const Attributes& attributes = {});

    std::string constant(const std::string& name, const std::vector<std::int64_t>& sizes,
                         const std::vector<float>& values);
    //! A list of whole numbers (int64).
    std::string constant(const std::string& name, const std::vector<std::int64_t>& values);

    //! Makes a tensor an output of the model; sizes without the batch dimension, each a number or anySize.
    void output(const std::string& name, const std::vector<std::int64_t>& sizes);

    std::string serialize() const;

  private:
    struct Model;
    std::unique_ptr<Model> model_;
};

}  // namespace brnpa::trainer
