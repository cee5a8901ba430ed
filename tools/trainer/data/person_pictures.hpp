#pragma once

#include <opencv2/core.hpp>
#include <string>
#include <vector>

namespace brnpa::trainer {

//! Where a person is, in pixels; (0, 0) is the top left corner of the picture.
struct PersonBox {
    cv::Rect2f place;
    bool ignored = false;  //!< a region where finding somebody is neither right nor wrong: a crowd, a doubtful figure
};

//! A box that a detector found, in pixels.
struct FoundPerson {
    cv::Rect2f place;
    float score = 0;  //!< 0..1
};

//! A picture of a detector's data set, before it is decoded.
struct PersonPicture {
    std::string path, source;   //!< file; part of the data set that it comes from
    bool validates = false;     //!< kept from the training
    int width = 0, height = 0;  //!< pixels
    std::vector<PersonBox> boxes;
};

/** Reads the lists of a detector's data set: images.csv (image,width,height,source,split with split train or val),
labels.csv (image,x,y,w,h,ignore in pixels, ignore 0 or 1), pictures in images/. Both files begin with these names;
pictures without people have no line in labels.csv.

@return all pictures, in the order of images.csv.
@throws InputError that names file and line: a file that is missing, other columns, a field that is no number or out of
range, a label of a picture that is not listed, a picture listed twice. */
std::vector<PersonPicture> readPersonPictures(const std::string& folder);

//! Whether a folder holds a detector's data set.
bool isPersonData(const std::string& folder);

}  // namespace brnpa::trainer
