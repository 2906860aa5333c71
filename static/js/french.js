// What the scripts say, in French. Sent with French pages only; without it they speak English.
(function () {
  "use strict";
  const WORDS = {
    "In the image, arrow keys move, + and − enlarge and reduce, 0 shows the whole page, R turns it. Page Up and Page Down change the page, Escape closes.": "Dans l’image, les flèches déplacent, + et − agrandissent et réduisent, 0 montre la page entière, R la tourne. Page précédente et Page suivante changent de page, Échap ferme.",
    "In an image, arrow keys move, + and − enlarge and reduce, 0 shows the whole page. Page Up and Page Down change the page, Escape closes.": "Dans une image, les flèches déplacent, + et − agrandissent et réduisent, 0 montre la page entière. Page précédente et Page suivante changent de page, Échap ferme.",
    "Previous": "Précédente",
    "Next": "Suivante",
    "Previous page": "Page précédente",
    "Next page": "Page suivante",
    "Page": "Page",
    "Size": "Taille",
    "Enlarge": "Agrandir",
    "Reduce": "Réduire",
    "Whole page": "Page entière",
    "Turn": "Tourner",
    "Turn the page by a quarter": "Tourner la page d’un quart",
    "Close": "Fermer",
    "The image of this page can not be loaded.": "L’image de cette page ne peut pas être chargée.",
    "Loading.": "Chargement.",
    "The viewer can not be loaded. The pages can be read as they are.": "La visionneuse ne peut pas être chargée. Les pages peuvent être lues telles quelles.",
    "Enlarge both": "Agrandir les deux",
    "Enlarge both images of": "Agrandir les deux images :",
    "place": "endroit",
    "places": "endroits",
    "of": "sur",
    "in": "dans",
    "Nothing found here.": "Rien n’a été trouvé ici.",
    "Select words of the transcript first.": "Sélectionnez d’abord des mots de la transcription.",
    "Somebody who speaks there does not allow quotation.": "Une personne qui y parle n’autorise pas la citation.",
    "Copied.": "Copié.",
    "The browser does not allow copying. Use the form beneath the transcript.": "Le navigateur ne permet pas de copier. Utilisez le formulaire sous la transcription.",
  };
  window.said = (words) => WORDS[words] || words;
})();
