"""Writes a network with the BRNPA node replaced by operators that every runtime knows, as brnpa-train export
--standard-ops does from a checkpoint."""

import numpy as np
import onnx
from onnx import helper, numpy_helper


class Composition:
    """Nodes and constants that stand for one BRNPA node."""

    def __init__(self):
        self.nodes, self.constants = [], []

    def constant(self, value):
        name = f"brnpa.constant{len(self.constants)}"
        self.constants.append(numpy_helper.from_array(np.asarray(value), name))
        return name

    def add(self, operator, *inputs, output=None, **attributes):
        name = output or f"brnpa.value{len(self.nodes)}"
        self.nodes.append(helper.make_node(operator, inputs, [name], **attributes))
        return name


def compose(node, channels, height, width):
    attributes = {attribute.name: helper.get_attribute_value(attribute) for attribute in node.attribute}
    parts, pixels = attributes["num_parts"], height * width
    made = Composition()
    one = made.constant(np.float32([1]))
    x = made.add("Reshape", node.input[0], made.constant(np.int64([0, channels, pixels])))
    rows = made.add("Transpose", x, perm=[0, 2, 1])
    norms = made.add("Add", made.add("ReduceL2", x, axes=[1], keepdims=1),
                     made.constant(np.float32([attributes["epsilon"]])))
    norm_rows = made.add("Transpose", norms, perm=[0, 2, 1])
    activity, vectors, maps = norms, [], []
    for _ in range(parts):
        seed = made.add("OneHot", made.add("ArgMax", activity, axis=2, keepdims=0),
                        made.constant(np.int64([pixels])), made.constant(np.float32([0, 1])), axis=-1)
        dots = made.add("MatMul", made.add("MatMul", seed, rows), x)
        similarity = made.add("Div", dots, made.add("Mul", norms, made.add("MatMul", seed, norm_rows)))
        maps.append(made.add("Div", similarity, made.add("ReduceSum", similarity, axes=[2], keepdims=1)))
        vectors.append(made.add("MatMul", maps[-1], rows))
        activity = made.add("Mul", activity, made.add("Sub", one, similarity))
    for pieces, sizes, output in ((vectors, [0, parts * channels], node.output[0]),
                                  (maps, [0, parts, height, width], node.output[1]),
                                  ([norms], [0, 1, height, width], node.output[2])):
        joined = made.add("Concat", *pieces, axis=1)
        made.add("Reshape", joined, made.constant(np.int64(sizes)), output=output)
    return made


def write_standard(source, target):
    model = onnx.load(source)
    graph = model.graph
    place, node = next((i, node) for i, node in enumerate(graph.node) if node.op_type == "BRNPA")
    shapes = {value.name: [size.dim_value for size in value.type.tensor_type.shape.dim] for value in graph.output}
    _, parts, height, width = shapes[node.output[1]]
    made = compose(node, shapes["feature_vector"][1] // parts, height, width)
    graph.node.remove(node)
    for offset, one in enumerate(made.nodes):
        graph.node.insert(place + offset, one)
    graph.initializer.extend(made.constants)
    del model.opset_import[:]
    model.opset_import.extend([helper.make_opsetid("", 10)])
    onnx.checker.check_model(model)
    onnx.save(model, target)
