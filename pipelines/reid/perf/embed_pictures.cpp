// Writes the embeddings of pictures, whole pictures as crops, for those who compare what engines answer:
//   embed_pictures MODEL_FOLDER ENGINE <PATHS >EMBEDDINGS
// A path a line; a row of float32 in the machine's order for each, as long as model.json says.
#include <cstdio>
#include <iostream>
#include <opencv2/imgcodecs.hpp>
#include <string>

#include "reid/embedder.hpp"
#include "reid/errors.hpp"

int main(int argc, char** argv) {
    if (argc != 3) {
        std::fprintf(stderr, "usage: embed_pictures MODEL_FOLDER ENGINE <PATHS >EMBEDDINGS\n");
        return 2;
    }
    try {
        reid::computeOnThisThreadAlone();
        reid::Embedder embedder(reid::ModelFolder::load(argv[1]), 1, reid::engineNamed(argv[2]));
        for (std::string path; std::getline(std::cin, path);) {
            const cv::Mat picture = cv::imread(path);
            if (picture.empty()) throw reid::InputError("The picture \"" + path + "\" cannot be read.");
            const cv::Rect2f whole(cv::Point2f(), cv::Size2f(picture.size()));
            const std::vector<float> embedding = embedder.embed(picture, {whole}).at(0).embedding;
            std::fwrite(embedding.data(), sizeof(float), embedding.size(), stdout);
        }
    } catch (const reid::InputError& error) {
        std::fprintf(stderr, "embed_pictures: %s\n", error.what());
        return 3;
    }
    return 0;
}
