// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "layer_attributes.hpp"

#include <limits>
#include <sstream>

#include "attend.hpp"
#include "precomp.hpp"

namespace cv {
namespace brnpa {

namespace {

[[noreturn]] void refuse(const String& name, const dnn::DictValue& value, const String& accepted) {
    std::ostringstream text;
    const char* quote = value.isString() ? "\"" : "";
    text << "BRNPA: attribute " << name << " is " << quote << value << quote << ", must be " << accepted;
    CV_Error(Error::StsBadArg, text.str());
}

const dnn::DictValue* find(const dnn::LayerParams& attributes, const String& name) {
    return attributes.has(name) ? &attributes.get(name) : nullptr;
}

void readInt(const dnn::LayerParams& attributes, const String& name, int lowest, int highest, const String& accepted,
             int& target) {
    const dnn::DictValue* value = find(attributes, name);
    if (!value) return;
    if (!value->isInt() || value->size() != 1) refuse(name, *value, accepted);
    const int64 number = value->get<int64>();
    if (number < lowest || number > highest) refuse(name, *value, accepted);
    target = static_cast<int>(number);
}

//! One of two words: the index of the one that is there.
void readWord(const dnn::LayerParams& attributes, const String& name, const String& first, const String& second,
              int& target) {
    const dnn::DictValue* value = find(attributes, name);
    if (!value) return;
    const String accepted = "\"" + first + "\" or \"" + second + "\"";
    if (!value->isString() || value->size() != 1) refuse(name, *value, accepted);
    const String word = value->get<String>();
    if (word != first && word != second) refuse(name, *value, accepted);
    target = word == second ? 1 : 0;
}

}  // namespace

AttentionParams paramsFromAttributes(const dnn::LayerParams& attributes) {
    static_assert(SUPPRESS_BY_SIMILARITY == 0 && SUPPRESS_BY_WEIGHT == 1, "readWord() gives the enumerator");
    static_assert(ACTIVATION_NORM == 0 && ACTIVATION_SQUARED_NORM == 1, "readWord() gives the enumerator");
    AttentionParams params;
    readInt(attributes, "num_parts", 1, std::numeric_limits<int>::max(), "one integer, 1 or more", params.numParts);
    readWord(attributes, "suppression", "similarity", "weight", params.suppression);
    readWord(attributes, "activation", "norm", "squared_norm", params.activation);
    int refine = params.refine ? 1 : 0;
    readInt(attributes, "refine", 0, 1, "0 or 1", refine);
    params.refine = refine == 1;
    if (const dnn::DictValue* epsilon = find(attributes, "epsilon")) {
        const String accepted = "one finite number above 0";
        if (!epsilon->isReal() || epsilon->size() != 1) refuse("epsilon", *epsilon, accepted);
        params.epsilon = epsilon->get<float>();
        if (!(params.epsilon > 0) || cvIsInf(params.epsilon)) refuse("epsilon", *epsilon, accepted);
    }
    return params;
}

}  // namespace brnpa
}  // namespace cv
