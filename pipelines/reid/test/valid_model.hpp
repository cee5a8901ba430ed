#pragma once

#include <nlohmann/json.hpp>

#include "temporary_folder.hpp"

/// A model.json that fits the contract, for a network of 4 x 8 pixels, 2 parts of 3 numbers and maps of 2 x 4 cells.
nlohmann::json validModelJson();

/// Writes model.json beside the model.onnx that lies in the folder, with its checksum.
void writeModelJson(const TemporaryFolder& folder, nlohmann::json document);
