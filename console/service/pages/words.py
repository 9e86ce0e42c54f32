"""What the pages say, by the keys that their scripts use. {braces} are filled in by the scripts."""

from collections.abc import Mapping

from console.words import marked

PHRASES: Mapping[str, str] = {
    "title": marked("Video appointment"),
    "language": marked("Language"),
    "demonstration": marked("This is a demonstration: the people are invented."),
    "withHost": marked("{host} at {organisation} invites you to a video appointment."),
    "youHost": marked("Your video appointment as host."),
    "youInterpret": marked("{host} at {organisation} asks you to interpret in a video appointment."),
    "about": marked("It is about: {service}"),
    "when": marked("When: {time}"),
    "privacyTitle": marked("What happens with your sound and picture"),
    "privacy": marked(
        "Sound and picture go between the participants and are not recorded. "
        "What you write is not kept after the call. Nobody else can hear or see you without being shown here."
    ),
    "prepare": marked("Check camera and microphone"),
    "checkPage": marked("Check of camera and microphone"),
    "codeLabel": marked("The code that was read to you"),
    "codeHint": marked("Eight letters and digits. Small or capital letters, with or without the hyphen, are the same."),
    "openCheck": marked("Go on"),
    "typeCode": marked("Type a code"),
    "checkFor": marked(
        "{organisation} asks you to check before your video appointment whether you can be seen and heard."
    ),
    "checkPrivacy": marked(
        "Picture and sound of this check stay in your browser. Your helper sees what is found: whether camera, "
        "microphone and loudspeaker work, how loud it was, and which browser this is."
    ),
    "willBeAsked": marked("Your browser will ask whether it may use camera and microphone: allow both."),
    "cannotSpeak": marked("I can't speak now"),
    "tapInstead": marked(
        "Tap on the table beside the microphone: the bar should move. If you can't, go on without it."
    ),
    "checkDone": marked("I am done"),
    "wellVerdict": marked("You can be seen and heard, and you hear: everything works."),
    "wellHint": marked("Use the same device and the same browser in your appointment."),
    "notHeardVerdict": marked("You can't be heard yet."),
    "silentHint": marked(
        "Nothing came from the microphone. See that it is not muted on the headset, or choose another microphone, "
        "then check again."
    ),
    "doesNotHearVerdict": marked("You can be heard, but you don't hear yet."),
    "notSeenVerdict": marked("You can be heard, but not be seen yet."),
    "darkHint": marked("No picture comes from the camera. Open its shutter, close other programs, then check again."),
    "untriedVerdict": marked("Nothing is wrong so far; a part was not tried."),
    "untriedHint": marked(
        "You can check again when you are able to speak and to listen. You can take part in any case."
    ),
    "helperSees": marked("Your helper sees this result now."),
    "helperDoesNotSee": marked(
        "Your helper doesn't see this result: it could not be sent. Tell them what stands here."
    ),
    "checkTitle": marked("Can you be seen and heard?"),
    "checkSentence": marked("Read aloud: “Good day, I can be heard well.” The bar should move."),
    "levelLabel": marked("How loud your microphone is"),
    "heardYou": marked("Your microphone hears you."),
    "notHeardYet": marked("Nothing is heard from your microphone yet."),
    "playChime": marked("Play a sound"),
    "chimePlays": marked("A sound is playing now."),
    "chimeQuestion": marked("Did you hear it?"),
    "yes": marked("Yes"),
    "no": marked("No"),
    "notHeardHint": marked("Turn up the volume, or choose another loudspeaker or headset in the system's settings."),
    "join": marked("Come in"),
    "askIn": marked("Ask to be let in"),
    "waitingTitle": marked("You are waiting to be let in"),
    "waiting": marked("{host} sees that you are here and lets you in."),
    "noCamera": marked("No camera was found. You can take part without a picture."),
    "noMicrophone": marked("No microphone was found. You can listen and write; connect one and check again."),
    "deniedChromium": marked(
        "The browser was not allowed to use it. Press the sign to the left of the address, "
        "allow camera and microphone, then check again."
    ),
    "deniedFirefox": marked(
        "The browser was not allowed to use it. Press the crossed-out camera or microphone to the left of the address, "
        "take the refusal away, then check again."
    ),
    "deniedSafari": marked(
        "The browser was not allowed to use it. Press AA or the browser's name, open the settings of this website, "
        "allow camera and microphone, then check again."
    ),
    "deviceBusy": marked("Another program uses it. Close that program, then check again."),
    "again": marked("Check again"),
    "noWebRtc": marked("This browser can't make video calls. Use a newer Chrome, Edge, Firefox or Safari."),
    "notSecure": marked("The browser gives no camera to a page without https. Open a link with https://."),
    "mute": marked("Mute"),
    "unmute": marked("Unmute"),
    "microphone": marked("Microphone"),
    "camera": marked("Camera"),
    "loudspeaker": marked("Loudspeaker"),
    "devices": marked("Microphone, camera, loudspeaker"),
    "otherDevice": marked("That device is not to be had now. {device} is used instead."),
    "microphoneLost": marked("Your microphone is gone. The others can't hear you; connect one, or write."),
    "cameraLost": marked("Your camera is gone. The others can't see you; connect one."),
    "share": marked("Share screen"),
    "unshare": marked("Stop sharing"),
    "notShared": marked("The screen is not shared."),
    "screenOf": marked("Screen: {seat}"),
    "sharing": marked("shares the screen"),
    "hold": marked("Away a moment"),
    "comeOffHold": marked("I am back"),
    "held": marked("away for a moment"),
    "help": marked("I need help"),
    "noHelp": marked("No more help needed"),
    "helpAsked": marked("Support sees that you need help."),
    "pin": marked("Large"),
    "signLanguage": marked("sign language"),
    "cameraOff": marked("Camera off"),
    "cameraOn": marked("Camera on"),
    "leave": marked("Leave"),
    "end": marked("End for everyone"),
    "reallyEnd": marked("End the call for everyone?"),
    "reallyLeave": marked("Leave the call?"),
    "cancel": marked("Stay"),
    "chat": marked("Written messages"),
    "chatHint": marked("Write here: the others see it while you type. Enter ends a line."),
    "waitingNow": marked("Waiting to be let in"),
    "admit": marked("Let in"),
    "you": marked("you"),
    "host": marked("host"),
    "guest": marked("guest {n}"),
    "interpreter": marked("interpreter {n}"),
    "support": marked("support"),
    "youSupport": marked("You help in a video appointment of {host} at {organisation}."),
    "supportWaiting": marked("Those in the call are asked. You hear and see it when everybody has said yes."),
    "supportAsks": marked(
        "{name}, support, asks to come in to help. Support will hear and see the call. Do you agree?"
    ),
    "supportWaits": marked("You have agreed. {name}, support, comes in when everybody has."),
    "supportRefused": marked("You have said no. {name}, support, neither hears nor sees the call."),
    "supportIn": marked("{name}, support, hears and sees this call."),
    "supportLeft": marked("Support has left: nobody but those in the call hears or sees it."),
    "consentYes": marked("Yes, I agree"),
    "consentNo": marked("No"),
    "consentBack": marked("Take my yes back"),
    "consentAfterAll": marked("Let support in after all"),
    "consentEnd": marked("Send support out"),
    "speaking": marked("speaking"),
    "muted": marked("microphone off"),
    "withoutPicture": marked("no picture"),
    "connecting": marked("connecting"),
    "reconnecting": marked("the connection is being mended"),
    "alone": marked("Nobody else is here yet."),
    "signalLost": marked("The connection to the service is lost. The call goes on; this page tries again by itself."),
    "over": marked("The call is over."),
    "cancelled": marked("The call was cancelled."),
    "left": marked("You have left the call."),
    "comeBack": marked("Come back"),
    "replaced": marked("The call was opened in another window. It goes on there."),
    "withdrawn": marked("Your link was withdrawn. Ask whoever invited you for a new one."),
    "useHere": marked("Use it here"),
    "noLink": marked("A part of the link is missing. Open the whole link from the message."),
    "problem": marked("That did not work."),
    "tryAgain": marked("Try again"),
    "shareDocument": marked("Share a document"),
    "documentOf": marked("Document of {who}"),
    "documentComes": marked("The document is being prepared."),
    "documentTooLarge": marked("The document is larger than 20 MB. Choose a smaller one, or some of its pages."),
    "documentClose": marked("Put the document away"),
    "documentHint": marked("Everyone sees the same page. Press on it to point; with the keyboard, use the arrow keys."),
    "pageBefore": marked("Page before"),
    "pageNext": marked("Next page"),
    "pageOf": marked("Page {page} of {pages}"),
    "larger": marked("Larger"),
    "pointsHere": marked("{who} points here"),
    "questionsTitle": marked("Two questions, if you like"),
    "questionsAnonymous": marked("Your answers are counted with those of the day. Nobody sees who gave them."),
    "questionTechnology": marked("Did sound and picture work?"),
    "questionSettled": marked("Was your matter settled?"),
    "partly": marked("Partly"),
    "send": marked("Send"),
    "chooseFirst": marked("Choose an answer first, or close this page."),
    "thankYou": marked("Thank you."),
    "notSent": marked("That could not be sent. Look at your connection and press Send again."),
    "identificationTitle": marked("How the guest was identified"),
    "notIdentified": marked("not yet"),
    "known": marked("known in person"),
    "document": marked("showed an identity document"),
    "strong": marked("identified electronically"),
    "notNeeded": marked("not needed in this matter"),
    "accessibility": marked("Accessibility statement (new window)"),
    "feedback": marked("Give feedback about this page (new window)"),
    "feedbackTitle": marked("Feedback about these pages"),
    "feedbackHint": marked(
        "Tell what was difficult, and with which device or aid. Write no names and nothing about your matter: "
        "those who look after these pages read it, and they can't answer you."
    ),
    "feedbackLabel": marked("Your feedback"),
    "feedbackEmpty": marked("Write something first."),
    "statementTitle": marked("Accessibility statement"),
    "statementScope": marked("This statement is about the pages of Bedside for video appointments at this address."),
    "statementLaw": marked(
        "They are meant to meet the Web Content Accessibility Guidelines 2.2, level AA, and the European standard "
        "EN 301 549, as the law on digital services asks."
    ),
    "statementGoodTitle": marked("How you can use them"),
    "statementGood": marked(
        "Everything works with the keyboard alone, with a screen reader, enlarged to 400 %, and without hearing or "
        "speaking: what is said can be written and is seen while it is typed, who speaks is shown in words, and every "
        "sound has a sign that can be seen. An interpreter can take part."
    ),
    "statementBadTitle": marked("What falls short"),
    "statementBad": marked(
        "What is spoken in a call is not captioned by itself. In a document that is shown, the text is a picture: ask "
        "the other person to read it aloud or to write it."
    ),
    "statementHowTitle": marked("How this is known"),
    "statementHow": marked(
        "The makers have assessed the pages with programs and by themselves. "
        "People who use aids have not tested them yet."
    ),
    "statementContactTitle": marked("If something does not work"),
    "statementContact": marked(
        "Write by the feedback link below, or tell whoever invited you: they can arrange the matter in another way. "
        "If you want an answer, ask whoever invited you; it has to come within two weeks."
    ),
    "statementSupervisor": marked(
        "If the answer does not satisfy you, in Finland you can turn to the Transport and Communications Agency "
        "Traficom, which supervises accessibility."
    ),
    "hearOthers": marked("Hear the others"),
    "soundBlocked": marked("The browser waits for a press before it plays sound."),
}
