#pragma once

#include <string>
#include <vector>

namespace brnpa::trainer {

//! How frames of a video become training pictures of a detector.
struct LabelFramesOptions {
    std::string video;                    //!< file that OpenCV reads
    std::vector<std::string> detections;  //!< MOT files, one a detector, of what they found in the video
    std::string output;                   //!< data set to make
    double labelAbove = 0.5;              //!< score from which a person is a label
    double ignoreAbove = 0.1;             //!< score from which a box is ignored; nobody is there below
    int longestSide = 1280;               //!< pixels; larger frames are scaled down
};

struct LabeledFrames {
    std::size_t pictures = 0, people = 0, ignored = 0;
};

/** Pseudo-labels (Lee, ICML workshop 2013): makes a data set for readPersonPictures() of the frames that the files
name, all to train on, with what the detectors agree on (fuseBoxes()) as labels and what they doubt as ignored boxes.
Frames that no file names are left out: nobody says that nobody is there.

@throws InputError for detections that do not fit (readMotDetections()), name no frame or one behind the video's end, a
video that cannot be read, and an output that exists. ResourceError when the disk refuses; nothing is left then. */
LabeledFrames labelFrames(const LabelFramesOptions& options);

}  // namespace brnpa::trainer
